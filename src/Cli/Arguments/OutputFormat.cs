namespace Muster.Cli;

/// <summary>How objects are shown.</summary>
internal enum OutputFormat
{
    Table,
    Wide,
    Json,
    Yaml,
    Name,
    JsonPath,
}
