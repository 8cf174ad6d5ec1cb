using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ringback.Installation;

/// <summary>Where the embedded database is.</summary>
internal sealed class DataFolderOptions
{
    /// <summary>The section of the configuration that holds these settings.</summary>
    public const string SectionName = "Ringback";

    /// <summary>The folder of the database, made when missing; only one process may use it. Default <c>./ringback-data</c>.</summary>
    [Required]
    public string Data { get; set; } = "./ringback-data";
}

[OptionsValidator]
internal sealed partial class DataFolderOptionsValidator : IValidateOptions<DataFolderOptions>;
