using System.Net;

namespace Muster.Kubernetes.Tests;

public sealed class ApiExceptionTests
{
    [Theory]
    [InlineData(HttpStatusCode.Gone, "", true)]
    [InlineData(HttpStatusCode.OK, "Expired", true)]
    [InlineData(HttpStatusCode.NotFound, "NotFound", false)]
    public void IsExpired_AsTheServerSaysIt_InEitherForm(HttpStatusCode status, string reason, bool expired) =>
        Assert.Equal(expired, new ApiException(status, reason, "").IsExpired);
}
