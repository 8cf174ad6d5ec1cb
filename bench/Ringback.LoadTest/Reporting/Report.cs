using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ringback.LoadTest.Reporting;

/// <summary>Writes figures for people or, as one line of JSON, for programs.</summary>
internal static class Report
{
    /// <summary>Says on standard error what is going on, so that standard output carries results only.</summary>
    public static void Progress(string text) => Console.Error.WriteLine($"  {text}");

    public static void Print(Figures figures, bool json)
    {
        if (json)
        {
            Console.WriteLine(ToJson(figures));
            return;
        }

        PrintTable(figures, indent: 0);
    }

    public static string ToJson(Figures figures)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            Write(json, figures);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, Figures figures)
    {
        json.WriteStartObject();
        foreach (var (name, value) in figures)
        {
            json.WritePropertyName(name);
            switch (value)
            {
                case string text:
                    json.WriteStringValue(text);
                    break;
                case long count:
                    json.WriteNumberValue(count);
                    break;
                case double number:
                    json.WriteNumberValue(number);
                    break;
                case IReadOnlyList<Figures> rows:
                    json.WriteStartArray();
                    foreach (var row in rows)
                    {
                        Write(json, row);
                    }

                    json.WriteEndArray();
                    break;
            }
        }

        json.WriteEndObject();
    }

    private static void PrintTable(Figures figures, int indent)
    {
        foreach (var (name, value) in figures)
        {
            if (value is IReadOnlyList<Figures> rows)
            {
                Console.WriteLine();
                foreach (var row in rows)
                {
                    PrintTable(row, indent + 2);
                    Console.WriteLine();
                }
            }
            else
            {
                var text = value is double number ? number.ToString("#,0.###", CultureInfo.InvariantCulture)
                    : Convert.ToString(value, CultureInfo.InvariantCulture);
                Console.WriteLine($"{new string(' ', indent)}{name,-30}{text,16}");
            }
        }
    }
}
