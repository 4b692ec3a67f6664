using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Muster.Docs.Tests;

/// <summary>The blocks of a document as one shell script, so that what one sets the next one has.</summary>
internal static partial class Script
{
    // What the documents call is what this build made; a command that ends otherwise than said stops the script.
    private const string Prelude = """
        set -euo pipefail
        muster() { command dotnet "$MUSTER_CLI" "$@"; }
        dotnet() {
          case "$*" in
            "run --project src/Silo") echo 'serves already' ;;
            "run --project src/Cli -- "*) shift 4; muster "$@" ;;
            "run --project src/Silo -- "*) shift 4; command dotnet "$MUSTER_SILO" "$@" ;;
            *) command dotnet "$@" ;;
          esac
        }
        ends_with() {
          local want=$1 got=0; shift
          "$@" || got=$?
          [ "$got" = "$want" ] || { echo "ended with $got instead of $want: $*" >&2; exit 1; }
        }

        """;

    public static string Of(IEnumerable<CodeBlock> blocks)
    {
        var script = new StringBuilder(Prelude);
        foreach (var block in blocks)
        {
            script.Append(CultureInfo.InvariantCulture, $"echo '>> line {block.Line}' >&2\n");
            // "command   # ends with 3" says how it ends.
            script.Append(EndsWith().Replace(block.Text, "ends_with $2 $1").Replace("http://127.0.0.1:8080", "$MUSTER_SERVER", StringComparison.Ordinal));
        }
        return script.ToString();
    }

    [GeneratedRegex(@"^(\S[^\n#]*?)\s+# ends with (\d+)[^\n]*$", RegexOptions.Multiline)]
    private static partial Regex EndsWith();
}
