using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml.Linq;

namespace WxCloud.HelpWriter;

/// <summary>Writes help in the XML that Get-Help reads (MAML).</summary>
internal static class MamlFile
{
    private static readonly XNamespace s_items = "http://msh";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static void Write(string path, IReadOnlyList<CommandHelp> commands) =>
        new XDocument(new XElement(
            s_items + "helpItems",
            new XAttribute("schema", "maml"),
            new XAttribute(XNamespace.Xmlns + "maml", s_maml),
            new XAttribute(XNamespace.Xmlns + "command", s_command),
            new XAttribute(XNamespace.Xmlns + "dev", s_dev),
            commands.Select(Command))).Save(path);

    private static XElement Command(CommandHelp help) => new(
        s_command + "command",
        new XElement(
            s_command + "details",
            new XElement(s_command + "name", help.Shape.Name),
            new XElement(s_command + "verb", help.Shape.Verb),
            new XElement(s_command + "noun", help.Shape.Noun),
            Text(s_maml + "description", [help.Page.Synopsis])),
        Text(s_maml + "description", help.Page.Description),
        new XElement(s_command + "syntax", help.Shape.Sets.Select(set => Syntax(help, set))),
        new XElement(s_command + "parameters", help.Parameters.Select(parameter => Parameter(help, parameter))),
        new XElement(s_command + "inputTypes", help.Inputs.Select(Input)),
        new XElement(s_command + "returnValues", help.Shape.Outputs.Select(Output)),
        new XElement(s_command + "examples", help.Page.Examples.Select(Example)),
        // Get-Help -Online opens the first link that has an address.
        new XElement(s_command + "relatedLinks", help.Page.Related.Select(static name => Link(name, address: null)).Prepend(Link(help.Page.OnlineTitle, help.Address))));

    private static XElement Syntax(CommandHelp help, string set) => new(
        s_command + "syntaxItem",
        new XElement(s_maml + "name", help.Shape.Name),
        help.Shape.Parameters
            .Where(parameter => parameter.Set is null || parameter.Set == set)
            .OrderBy(static parameter => parameter.Position ?? int.MaxValue)
            .ThenByDescending(static parameter => parameter.IsMandatory)
            .Select(parameter => Parameter(help, parameter)));

    private static XElement Parameter(CommandHelp help, ParameterShape parameter) => new(
        s_command + "parameter",
        new XAttribute("required", Flag(parameter.IsMandatory)),
        new XAttribute("variableLength", Flag(parameter.IsList)),
        new XAttribute("globbing", Flag(parameter.TakesWildcards)),
        new XAttribute("pipelineInput", parameter.PipelineInput),
        new XAttribute("position", parameter.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
        new XAttribute("aliases", parameter.Aliases),
        new XElement(s_maml + "name", parameter.Name),
        Text(s_maml + "description", help.Describe(parameter)),
        parameter.IsSwitch ? null : new XElement(
            s_command + "parameterValue",
            new XAttribute("required", "true"),
            new XAttribute("variableLength", Flag(parameter.IsList)),
            parameter.Type),
        new XElement(s_dev + "type", new XElement(s_maml + "name", parameter.Type), new XElement(s_maml + "uri")));

    private static XElement Input(string type) => new(
        s_command + "inputType",
        new XElement(s_dev + "type", new XElement(s_maml + "name", type)));

    private static XElement Output(string type) => new(
        s_command + "returnValue",
        new XElement(s_dev + "type", new XElement(s_maml + "name", type)));

    /// <summary>Get-Help adds no space between items: the dashes and the empty paragraph separate them.</summary>
    private static XElement Example(Example example) => new(
        s_command + "example",
        new XElement(s_maml + "title", $"-------- {example.Title} --------"),
        new XElement(s_dev + "code", example.Code),
        Text(s_dev + "remarks", [.. example.Remarks, string.Empty]));

    private static XElement Link(string text, Uri? address) => new(
        s_maml + "navigationLink",
        new XElement(s_maml + "linkText", text),
        new XElement(s_maml + "uri", address?.AbsoluteUri));

    private static XElement Text(XName name, IReadOnlyList<string> paragraphs) =>
        new(name, paragraphs.Select(static paragraph => new XElement(s_maml + "para", paragraph)));

    private static string Flag(bool value) => value ? "true" : "false";
}
