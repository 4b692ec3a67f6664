using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

/// <summary>What is kept of a job in its cluster, and what a cluster may have made of it.</summary>
public sealed class NoteTextTests
{
    private static readonly JobNote Note = new()
    {
        Uid = "4f0c6c1e",
        Seq = 7,
        Metadata = new() { Name = "train", Namespace = "default" },
        Spec = new() { Queue = new("ml"), Priority = 5, PodSets = [new PodSet { Name = "main", Count = 2 }] },
        Placement = new(new("east"), []),
        Charge = [new("any", ResourceVector.Of((ResourceNames.Cpu, 2_000)))],
        Runs = 2,
    };

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var read = NoteText.Read(NoteText.Write(Note)!)!;

        Assert.Equal(NoteText.Write(Note), NoteText.Write(read));
        Assert.Equal(("4f0c6c1e", 7, "ml", 2), (read.Uid, read.Seq, read.Spec.Queue, read.Runs));
    }

    [Fact]
    public void Write_MoreThanAnAnnotationHolds_IsNothing()
    {
        var random = new Random(1);
        var large = string.Create(400_000, random, static (text, random) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = (char)random.Next(0x20, 0x7e);
        });

        Assert.Null(NoteText.Write(Note with { Metadata = Note.Metadata with { Annotations = Note.Metadata.Annotations.Add("large", large) } }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no base64")]
    [InlineData("AAAA")]
    public void Read_WhatIsNoNote_IsNothing(string text) => Assert.Null(NoteText.Read(text));

    [Fact]
    public void Read_ATextThatUnpacksToVeryMuch_IsNothing()
    {
        using var bytes = new MemoryStream();
        using (var packed = new System.IO.Compression.BrotliStream(bytes, System.IO.Compression.CompressionLevel.SmallestSize, leaveOpen: true))
            for (var i = 0; i < 1024; i++)
                packed.Write(new byte[64 * 1024]);

        Assert.Null(NoteText.Read(Convert.ToBase64String(bytes.ToArray())));
    }

    [Fact]
    public void Read_TextsThatWereChanged_AreReadOrAreNothing()
    {
        var random = new Random(2);
        var whole = Convert.FromBase64String(NoteText.Write(Note)!);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = whole[..random.Next(1, whole.Length + 1)];
            for (var changes = random.Next(4); changes >= 0; changes--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            _ = NoteText.Read(Convert.ToBase64String(bytes));
        }
    }
}
