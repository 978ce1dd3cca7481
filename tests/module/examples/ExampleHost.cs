using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

/// <summary>A host that answers what an example asks: every credential by one password, and every confirmation by its first choice, Yes.</summary>
public sealed class ExampleHost : PSHost
{
    private readonly ExampleUserInterface _ui;

    public ExampleHost(SecureString password)
    {
        _ui = new ExampleUserInterface(password);
    }

    /// <summary>What was shown and asked.</summary>
    public List<string> Lines { get { return _ui.Lines; } }

    public override CultureInfo CurrentCulture { get { return CultureInfo.CurrentCulture; } }

    public override CultureInfo CurrentUICulture { get { return CultureInfo.CurrentUICulture; } }

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name { get { return "Example"; } }

    public override Version Version { get { return new Version(1, 0); } }

    public override PSHostUserInterface UI { get { return _ui; } }

    public override void EnterNestedPrompt() { throw new NotSupportedException(); }

    public override void ExitNestedPrompt() { throw new NotSupportedException(); }

    public override void NotifyBeginApplication() { }

    public override void NotifyEndApplication() { }

    public override void SetShouldExit(int exitCode) { Lines.Add("exit " + exitCode); }

    private sealed class ExampleUserInterface : PSHostUserInterface
    {
        private readonly SecureString _password;

        public ExampleUserInterface(SecureString password)
        {
            _password = password;
        }

        public List<string> Lines { get; } = new List<string>();

        public override PSHostRawUserInterface RawUI { get { return null; } }

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
        {
            throw new NotSupportedException("The example leaves a mandatory parameter to a question: " + descriptions[0].Name);
        }

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            Lines.Add(message);
            return 0;
        }

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
        {
            Lines.Add(message);
            return new PSCredential(string.IsNullOrEmpty(userName) ? "wx0000000000000001" : userName, _password);
        }

        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
        {
            return PromptForCredential(caption, message, userName, targetName);
        }

        public override string ReadLine() { throw new NotSupportedException("The example reads a line."); }

        public override SecureString ReadLineAsSecureString()
        {
            Lines.Add("secret");
            return _password;
        }

        public override void Write(string value) { Lines.Add(value); }

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) { Lines.Add(value); }

        public override void WriteLine(string value) { Lines.Add(value); }

        public override void WriteErrorLine(string value) { Lines.Add(value); }

        public override void WriteDebugLine(string message) { }

        public override void WriteProgress(long sourceId, ProgressRecord record) { }

        public override void WriteVerboseLine(string message) { }

        public override void WriteWarningLine(string message) { Lines.Add(message); }
    }
}
