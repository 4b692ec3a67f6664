namespace Muster.Cli;

/// <summary>A part of a template.</summary>
internal abstract record TemplatePart;

/// <summary>Text that is written as it is.</summary>
internal sealed record TextPart(string Text) : TemplatePart;

/// <summary>What a path finds, with spaces between.</summary>
internal sealed record PathPart(JsonPathQuery Path) : TemplatePart;

/// <summary>Parts that are written for each of what a path finds.</summary>
internal sealed record RangePart(JsonPathQuery Path, IReadOnlyList<TemplatePart> Body) : TemplatePart;

/// <summary>Steps from the document's root, or from where one is.</summary>
internal sealed record JsonPathQuery(bool FromRoot, IReadOnlyList<PathStep> Steps);

/// <summary>One step of a path.</summary>
internal abstract record PathStep;

/// <summary>To fields of these names.</summary>
internal sealed record FieldStep(IReadOnlyList<string> Names) : PathStep;

/// <summary>To every element or field.</summary>
internal sealed record AllStep : PathStep;

/// <summary>To where one is and all that is below.</summary>
internal sealed record DescendStep : PathStep;

/// <summary>To elements by their numbers; those below 0 count from the end.</summary>
internal sealed record IndexStep(IReadOnlyList<int> Indexes) : PathStep;

/// <summary>To elements from one number up to another.</summary>
internal sealed record SliceStep(int? From, int? To, int By) : PathStep;

/// <summary>To elements of which a comparison holds; without an operator: in which the left path finds something.</summary>
internal sealed record FilterStep(FilterOperand Left, string? Operator, FilterOperand? Right) : PathStep;

/// <summary>A side of a comparison: a path, or a value.</summary>
internal sealed record FilterOperand(JsonPathQuery? Path, System.Text.Json.Nodes.JsonNode? Value);
