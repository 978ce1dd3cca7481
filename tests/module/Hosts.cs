using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

/// <summary>A host in which nothing can be asked and nothing is shown, unless its user interface says otherwise.</summary>
public abstract class TestHost : PSHost
{
    private readonly Guid _id = Guid.NewGuid();
    private readonly TestUserInterface _ui;

    protected TestHost(TestUserInterface ui)
    {
        _ui = ui;
    }

    public override CultureInfo CurrentCulture { get { return CultureInfo.CurrentCulture; } }

    public override CultureInfo CurrentUICulture { get { return CultureInfo.CurrentUICulture; } }

    public override Guid InstanceId { get { return _id; } }

    public override string Name { get { return GetType().Name; } }

    public override Version Version { get { return new Version(1, 0); } }

    public override PSHostUserInterface UI { get { return _ui; } }

    public override void EnterNestedPrompt() { throw new NotSupportedException(); }

    public override void ExitNestedPrompt() { throw new NotSupportedException(); }

    public override void NotifyBeginApplication() { }

    public override void NotifyEndApplication() { }

    public override void SetShouldExit(int exitCode) { _ui.Show("exit " + exitCode); }

    /// <summary>What derived hosts answer. Every question that they do not know is an error, and so is one for a mandatory parameter.</summary>
    protected abstract class TestUserInterface : PSHostUserInterface
    {
        public override PSHostRawUserInterface RawUI { get { return null; } }

        /// <summary>Receives what is shown.</summary>
        public virtual void Show(string text) { }

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
        {
            throw new NotSupportedException("A mandatory parameter is left to a question: " + descriptions[0].Name);
        }

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) { throw new NotSupportedException(); }

        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
        {
            return PromptForCredential(caption, message, userName, targetName);
        }

        public override string ReadLine() { throw new NotSupportedException("A line is read."); }

        public override SecureString ReadLineAsSecureString() { throw new NotSupportedException("A secret is read."); }

        public override void Write(string value) { Show(value); }

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) { Show(value); }

        public override void WriteLine(string value) { Show(value); }

        public override void WriteErrorLine(string value) { Show(value); }

        public override void WriteDebugLine(string message) { }

        public override void WriteProgress(long sourceId, ProgressRecord record) { }

        public override void WriteVerboseLine(string message) { }

        public override void WriteWarningLine(string message) { Show(message); }
    }
}

/// <summary>A host that answers confirmations by the choices that it was given, in order, and keeps what was asked.</summary>
public sealed class ConfirmHost : TestHost
{
    private readonly ConfirmUserInterface _ui;

    public ConfirmHost()
        : this(new ConfirmUserInterface())
    {
    }

    private ConfirmHost(ConfirmUserInterface ui)
        : base(ui)
    {
        _ui = ui;
    }

    /// <summary>The numbers of the choices: 0 yes, 1 yes to all, 2 no, 3 no to all.</summary>
    public Queue<int> Answers { get { return _ui.Answers; } }

    /// <summary>What was asked.</summary>
    public List<string> Questions { get { return _ui.Questions; } }

    private sealed class ConfirmUserInterface : TestUserInterface
    {
        public readonly Queue<int> Answers = new Queue<int>();

        public readonly List<string> Questions = new List<string>();

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            Questions.Add(message);
            return Answers.Dequeue();
        }
    }
}

/// <summary>A host that answers what an example asks: every credential by one password, and every confirmation by its first choice, Yes.</summary>
public sealed class ExampleHost : TestHost
{
    private readonly ExampleUserInterface _ui;

    public ExampleHost(SecureString password)
        : this(new ExampleUserInterface(password))
    {
    }

    private ExampleHost(ExampleUserInterface ui)
        : base(ui)
    {
        _ui = ui;
    }

    /// <summary>What was shown and asked.</summary>
    public List<string> Lines { get { return _ui.Lines; } }

    private sealed class ExampleUserInterface : TestUserInterface
    {
        public readonly List<string> Lines = new List<string>();

        private readonly SecureString _password;

        public ExampleUserInterface(SecureString password)
        {
            _password = password;
        }

        public override void Show(string text) { Lines.Add(text); }

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

        public override SecureString ReadLineAsSecureString()
        {
            Lines.Add("secret");
            return _password;
        }
    }
}
