using Orleans.Runtime;

namespace Muster.Silo.Tests;

/// <summary>When a silo must end because the others cannot know of it.</summary>
public sealed class MembershipViewTests
{
    [Fact]
    public void Judge_ActiveAndGrowing_GoesOn()
    {
        var view = new MembershipView();
        Assert.Null(view.Judge(SiloStatus.Active, 3));
        Assert.Null(view.Judge(SiloStatus.Active, 3));
        Assert.Null(view.Judge(SiloStatus.Active, 9));
    }

    [Fact]
    public void Judge_RowGone_Ends() => Assert.Contains("row is gone", new MembershipView().Judge(null, 3), StringComparison.Ordinal);

    [Fact]
    public void Judge_DeclaredDead_Ends() => Assert.Contains("dead", new MembershipView().Judge(SiloStatus.Dead, 3), StringComparison.Ordinal);

    [Fact]
    public void Judge_VersionWentBack_EndsThoughTheRowIsThere()
    {
        var view = new MembershipView();
        Assert.Null(view.Judge(SiloStatus.Active, 7));
        Assert.Contains("from version 7 to 6", view.Judge(SiloStatus.Active, 6), StringComparison.Ordinal);
    }
}
