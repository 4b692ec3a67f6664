using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>
/// <c>muster-silo token</c>: tokens are made and revoked on the silo's machine, by whoever may write its files, and never
/// over HTTP. What a program wants is on standard output, what people want on standard error.
/// </summary>
internal static class TokenCommands
{
    public static Command Build() => new("token", "Tokens of the HTTP API. A running silo notices a change within two seconds.") { Create(), List(), Revoke() };

    private static Command Create()
    {
        var name = new Argument<string>("name") { Description = "Name of the holder, as the audit record shows it." };
        var role = new Option<string>("--role") { Description = "admin, operator, viewer, submit or manage.", Required = true };
        var queues = new Option<string[]>("--queue") { Description = "For submit and manage: the queue, with those below it. May be repeated." };
        var namespaces = new Option<string[]>("--namespace") { Description = "For submit and manage: only this namespace. May be repeated." };
        var expires = new Option<string>("--expires") { Description = "How long it is good: 90d, 12h, never.", DefaultValueFactory = static _ => Lifetime.Default };
        var settings = CommandSettings.Argument();
        var create = new Command("create", "Makes a token, and prints it. It is shown this once.") { name, role, queues, namespaces, expires, settings };
        create.SetAction((parsed, _) => CommandSettings.RunAsync(() => CreateAsync(
            CommandSettings.Read(parsed.GetValue(settings) ?? []), parsed.GetValue(name)!,
            TokenDesk.Grants(ReadRole(parsed.GetValue(role)!), parsed.GetValue(queues) ?? [], parsed.GetValue(namespaces) ?? []),
            Lifetime.Parse(parsed.GetValue(expires)!))));
        return create;
    }

    private static Command List()
    {
        var settings = CommandSettings.Argument();
        var list = new Command("list", "Shows every token but its secret.") { settings };
        list.SetAction((parsed, _) => CommandSettings.RunAsync(() => ListAsync(CommandSettings.Read(parsed.GetValue(settings) ?? []))));
        return list;
    }

    private static Command Revoke()
    {
        var name = new Argument<string>("name") { Description = "Name of the holder." };
        var settings = CommandSettings.Argument();
        var revoke = new Command("revoke", "Makes a token worthless.") { name, settings };
        revoke.SetAction((parsed, _) => CommandSettings.RunAsync(() => RevokeAsync(CommandSettings.Read(parsed.GetValue(settings) ?? []), parsed.GetValue(name)!)));
        return revoke;
    }

    private static async Task<int> CreateAsync(SiloSettings settings, string name, ImmutableArray<Grant> grants, TimeSpan? lifetime)
    {
        var (token, id, hash) = TokenText.Create();
        var now = TimeProvider.System.GetUtcNow();
        var record = new TokenRecord(name, id, hash, grants, now, now + lifetime);
        TokenFile.Change(settings.TokenFile, list => TokenDesk.Add(list, record, now));
        await Console.Out.WriteLineAsync(token);
        await Console.Error.WriteLineAsync($"Token '{name}' ({Text(grants)}) {Until(record)}. It is shown this once; it is kept in {settings.TokenFile} as a hash.");
        return 0;
    }

    private static async Task<int> ListAsync(SiloSettings settings)
    {
        var list = TokenFile.Read(settings.TokenFile) ?? TokenList.Empty;
        var now = TimeProvider.System.GetUtcNow();
        string[][] rows =
        [
            ["NAME", "ID", "GRANTS", "CREATED", "EXPIRES"],
            .. list.Tokens.OrderBy(static t => t.Name, StringComparer.Ordinal).Select(t => (string[])
                [t.Name, t.Id, Text(t.Grants), Time(t.Created), t.Expires is { } end ? Time(end) + (t.IsExpired(now) ? " (expired)" : "") : "never"]),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
            await Console.Out.WriteLineAsync(string.Join("   ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        return 0;
    }

    private static async Task<int> RevokeAsync(SiloSettings settings, string name)
    {
        TokenFile.Change(settings.TokenFile, list => TokenDesk.Remove(list, name));
        await Console.Error.WriteLineAsync($"Token '{name}' is revoked; a running silo refuses it within two seconds.");
        return 0;
    }

    private static Role ReadRole(string text) =>
        Enum.GetValues<Role>().Cast<Role?>().FirstOrDefault(r => r!.Value.Text() == text)
        ?? throw new InvalidRequestException("--role", $"'{Names.Clip(text)}' is no role", "write admin, operator, viewer, submit or manage");

    private static string Text(ImmutableArray<Grant> grants) => string.Join(", ", grants.Select(static g =>
        g.Role.Text() + (g.Queue is null ? "" : $" of {g.Queue}") + (g.Namespaces.IsDefaultOrEmpty ? "" : $" in {string.Join('+', g.Namespaces)}")));

    private static string Until(TokenRecord record) => record.Expires is { } end ? $"is good until {Time(end)}" : "never expires";

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
}
