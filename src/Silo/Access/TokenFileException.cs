namespace Muster.Silo;

/// <summary>The tokens' file cannot be read or written.</summary>
internal sealed class TokenFileException(string message, Exception? innerException = null) : IOException(message, innerException);
