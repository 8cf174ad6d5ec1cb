namespace Ringback.Server.Tests.Parity;

/// <summary>Says which row of <see cref="WebexRows"/> a test shows; docs/webex-parity.md is generated from it.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class WebexRowAttribute(string section, string row) : Attribute
{
    /// <summary>The section of the behaviour reference, such as <c>2.1</c>.</summary>
    public string Section => section;

    /// <summary>The row's name in <see cref="WebexRows"/>.</summary>
    public string Row => row;
}
