using System.Text.RegularExpressions;

namespace Muster.Deploy.Tests;

/// <summary>Reads a file of templates: its own blocks, and the ones that it defines by name.</summary>
internal sealed partial class TemplateReader
{
    private readonly Queue<Piece> _pieces;
    private readonly Dictionary<string, List<Block>> _defined;

    private TemplateReader(string text, Dictionary<string, List<Block>> defined) => (_pieces, _defined) = (new(Piece.Of(text)), defined);

    /// <summary>The file's own blocks; what it defines goes into <paramref name="defined"/>.</summary>
    public static List<Block> Read(string text, Dictionary<string, List<Block>> defined)
    {
        var reader = new TemplateReader(text, defined);
        var (blocks, end) = reader.Body();
        return end is null ? blocks : throw new TemplateException($"{{{{ {end} }}}} has no beginning");
    }

    // Up to the action that ends this body, which is given back.
    private (List<Block> Blocks, string? End) Body()
    {
        var blocks = new List<Block>();
        while (_pieces.TryDequeue(out var piece))
        {
            if (!piece.IsAction)
                blocks.Add(new Block.Text(piece.Text));
            else if (piece.Text == "end" || piece.Text == "else" || piece.Text.StartsWith("else ", StringComparison.Ordinal))
                return (blocks, piece.Text);
            else if (Read(piece.Text) is { } block)
                blocks.Add(block);
        }
        return (blocks, null);
    }

    private Block? Read(string action)
    {
        var (word, rest) = action.Split(' ', 2) is [var first, var more] ? (first, more.Trim()) : (action, "");
        switch (word)
        {
            case "define":
                _defined.Add(rest.Trim('"'), ToEnd(action));
                return null;
            case "if":
                return If(rest);
            case "with":
                return new Block.With(ExpressionReader.Read(rest), ToEnd(action));
            case "range":
                var variables = Variables().Match(rest);
                var value = ExpressionReader.Read(rest[variables.Length..]);
                return variables.Success
                    ? new Block.Range(variables.Groups[1].Value, variables.Groups[2].Value, value, ToEnd(action))
                    : new Block.Range(null, null, value, ToEnd(action));
            default:
                return new Block.Output(ExpressionReader.Read(action));
        }
    }

    private Block.If If(string condition)
    {
        var branches = new List<(Expression?, List<Block>)>();
        for (Expression? next = ExpressionReader.Read(condition); ;)
        {
            var (body, end) = Body();
            branches.Add((next, body));
            switch (end)
            {
                case "end":
                    return new(branches);
                case "else" when next is not null:
                    next = null;
                    break;
                case { } other when next is not null && other.StartsWith("else if ", StringComparison.Ordinal):
                    next = ExpressionReader.Read(other["else if ".Length..]);
                    break;
                default:
                    throw new TemplateException($"{{{{ if {condition} }}}} is not ended");
            }
        }
    }

    private List<Block> ToEnd(string action)
    {
        var (body, end) = Body();
        return end == "end" ? body : throw new TemplateException($"{{{{ {action} }}}} is not ended");
    }

    [GeneratedRegex(@"^\$(\w+), \$(\w+) := ")]
    private static partial Regex Variables();
}
