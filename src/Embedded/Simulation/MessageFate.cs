namespace Orleans.Embedded;

internal enum MessageFate : byte
{
    Deliver,
    Drop,
    Duplicate,
    Delay,
}
