using Ringback.Installation;
using Ringback.Protocol.Catalogue;

namespace Ringback.Hosting;

/// <summary>The catalogue that the options ask for.</summary>
internal static class CatalogueFile
{
    /// <summary>The resources of Webex, and those of the file when there is one.</summary>
    /// <exception cref="CatalogueUnusableException">The file cannot be read, or is no catalogue.</exception>
    public static WebhookCatalogue Load(RingbackOptions options)
    {
        var webex = options.IsWebex ? WebhookCatalogue.Webex.WithoutAdditions() : WebhookCatalogue.Webex;
        if (string.IsNullOrEmpty(options.Catalogue))
        {
            return webex;
        }

        var path = Path.GetFullPath(options.Catalogue);
        try
        {
            using var file = File.OpenRead(path);
            return WebhookCatalogue.Load(file, webex);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CatalogueUnusableException(path, "there is no such file", error);
        }
        catch (Exception error) when (error is UnauthorizedAccessException && Directory.Exists(path))
        {
            throw new CatalogueUnusableException(path, "it is a folder", error);
        }
        catch (Exception error) when (error is CatalogueException or IOException or UnauthorizedAccessException)
        {
            throw new CatalogueUnusableException(path, error.Message, error);
        }
    }
}
