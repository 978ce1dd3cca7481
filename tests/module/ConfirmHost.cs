using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

/// <summary>A host that answers confirmations by the choices that it was given, in order, and keeps what was asked.</summary>
public sealed class ConfirmHost : PSHost
{
    private readonly ConfirmUserInterface _ui = new ConfirmUserInterface();

    /// <summary>The numbers of the choices: 0 yes, 1 yes to all, 2 no, 3 no to all.</summary>
    public Queue<int> Answers { get { return _ui.Answers; } }

    /// <summary>What was asked.</summary>
    public List<string> Questions { get { return _ui.Questions; } }

    public override CultureInfo CurrentCulture { get { return CultureInfo.CurrentCulture; } }

    public override CultureInfo CurrentUICulture { get { return CultureInfo.CurrentUICulture; } }

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name { get { return "Confirm"; } }

    public override Version Version { get { return new Version(1, 0); } }

    public override PSHostUserInterface UI { get { return _ui; } }

    public override void EnterNestedPrompt() { throw new NotSupportedException(); }

    public override void ExitNestedPrompt() { throw new NotSupportedException(); }

    public override void NotifyBeginApplication() { }

    public override void NotifyEndApplication() { }

    public override void SetShouldExit(int exitCode) { }

    private sealed class ConfirmUserInterface : PSHostUserInterface
    {
        public Queue<int> Answers { get; } = new Queue<int>();

        public List<string> Questions { get; } = new List<string>();

        public override PSHostRawUserInterface RawUI { get { return null; } }

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) { throw new NotSupportedException(); }

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            Questions.Add(message);
            return Answers.Dequeue();
        }

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) { throw new NotSupportedException(); }

        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
        {
            throw new NotSupportedException();
        }

        public override string ReadLine() { throw new NotSupportedException(); }

        public override SecureString ReadLineAsSecureString() { throw new NotSupportedException(); }

        public override void Write(string value) { }

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) { }

        public override void WriteLine(string value) { }

        public override void WriteErrorLine(string value) { }

        public override void WriteDebugLine(string message) { }

        public override void WriteProgress(long sourceId, ProgressRecord record) { }

        public override void WriteVerboseLine(string message) { }

        public override void WriteWarningLine(string message) { }
    }
}
