using Microsoft.Extensions.Options;

namespace Muster.Client;

/// <summary>What the options of a client have to keep to.</summary>
internal sealed class MusterClientOptionsValidator : IValidateOptions<MusterClientOptions>
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, MusterClientOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public static void Require(MusterClientOptions options)
    {
        var faults = Faults(options).ToList();
        if (faults.Count > 0)
            throw new ArgumentException(string.Join("; ", faults), nameof(options));
    }

    private static IEnumerable<string> Faults(MusterClientOptions options)
    {
        if (options.Address is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            yield return $"Address: '{options.Address}' is no address; write http://host:port or https://host:port";
        if (options.Token is { } token && token.Any(static c => c is <= ' ' or > '~'))
            yield return "Token: it has characters that cannot be sent; write it as the operator gave it, without spaces or line ends";
        if (!string.IsNullOrEmpty(options.Token) && !string.IsNullOrEmpty(options.TokenFile))
            yield return "TokenFile: there is a Token as well; leave one of them out";
        if (!IsTime(options.Timeout))
            yield return $"Timeout: {options.Timeout} is out of range; write more than 0 and at most {Longest.TotalDays:0} day";
        if (options.TimeProvider is null)
            yield return "TimeProvider: it is null; leave it out for the system's clock";
        foreach (var fault in options.Retry is { } retry ? Faults(retry) : ["Retry: it is null; leave it out for the defaults"])
            yield return fault;
    }

    private static IEnumerable<string> Faults(RetryOptions retry)
    {
        if (retry.MaxTries is < 1 or > RetryOptions.HighestMaxTries)
            yield return $"Retry.MaxTries: {retry.MaxTries} is out of range; write 1 to {RetryOptions.HighestMaxTries}";
        if (!IsTime(retry.FirstDelay))
            yield return $"Retry.FirstDelay: {retry.FirstDelay} is out of range; write more than 0 and at most {Longest.TotalDays:0} day";
        if (retry.Factor is not (>= 1 and <= 10))
            yield return $"Retry.Factor: {retry.Factor} is out of range; write 1 to 10";
        if (!IsTime(retry.MaxDelay) || retry.MaxDelay < retry.FirstDelay)
            yield return $"Retry.MaxDelay: {retry.MaxDelay} is out of range; write FirstDelay, {retry.FirstDelay}, or more, and at most {Longest.TotalDays:0} day";
        if (!IsTime(retry.MaxTime))
            yield return $"Retry.MaxTime: {retry.MaxTime} is out of range; write more than 0 and at most {Longest.TotalDays:0} day";
    }

    private static bool IsTime(TimeSpan time) => time > TimeSpan.Zero && time <= Longest;
}
