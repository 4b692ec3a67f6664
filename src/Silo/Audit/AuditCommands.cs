using System.CommandLine;

namespace Muster.Silo;

/// <summary><c>muster-silo audit</c>: recomputes the audit record's chain.</summary>
internal static class AuditCommands
{
    public static Command Build() => new("audit", "The record of every change that was asked for.") { Verify() };

    private static Command Verify()
    {
        var files = new Argument<string[]>("file") { Description = "Files, the oldest first; without, those of the data directory. Or a setting: --Muster:Data=...", Arity = ArgumentArity.ZeroOrMore };
        var anchor = new Option<string>("--anchor") { Description = "A hash that was noted earlier: the record must have it still. Shows that no end was cut off." };
        var verify = new Command("verify", "Recomputes the chain, and says where it breaks.") { files, anchor };
        verify.SetAction((parsed, _) => CommandSettings.RunAsync(() => VerifyAsync(parsed.GetValue(files) ?? [], parsed.GetValue(anchor))));
        return verify;
    }

    private static async Task<int> VerifyAsync(string[] words, string? anchor)
    {
        var settings = CommandSettings.Read([.. words.Where(static w => w.StartsWith('-'))]);
        var files = words.Where(static w => !w.StartsWith('-')).ToArray();
        var verifier = new AuditVerifier(anchor);
        foreach (var file in files.Length > 0 ? files : AuditFile.All(settings.AuditDirectory))
            if (verifier.Read(file) is { } fault)
                return await Serve.FailAsync(fault);
        if (verifier.MissesAnchor)
            return await Serve.FailAsync($"no record has the hash {anchor}: records were cut off, or the whole was replaced");
        await Console.Out.WriteLineAsync($"{verifier.Count} records, whole and in order; the last is {verifier.Chain.Seq}, whose hash is {verifier.Chain.Hash}");
        foreach (var remark in verifier.Remarks)
            await Console.Error.WriteLineAsync(remark);
        return 0;
    }
}
