using System.Reflection;
using System.Runtime.CompilerServices;
using EidBridge.Testing;
using EidBridge.Verification;
using EidBridge.Verification.EntityFrameworkCore;

namespace EidBridge.SamplePortal.Tests;

/// <summary>What sites can see of the packages is written down: a change of it is made on purpose.</summary>
[TestClass]
public sealed class PublicSurfaceTests
{
    private const BindingFlags OfItsOwn = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [TestMethod]
    [DataRow(typeof(EidTokenVerifier))]
    [DataRow(typeof(EidChallenges))]
    [DataRow(typeof(TestEid))]
    public void PublicSurface_IsTheOneWrittenDown(Type member)
    {
        var assembly = member.Assembly;
        var lines = assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(Describe).ToList();
        var file = Repository.File($"tests/EidBridge.SamplePortal.Tests/surface/{assembly.GetName().Name}.txt");
        var written = File.ReadAllLines(file);

        var actual = Path.Combine(AppContext.BaseDirectory, Path.GetFileName(file));
        File.WriteAllLines(actual, lines);
        Assert.AreEqual(
            string.Empty,
            string.Join('\n', [.. lines.Except(written).Select(line => "+ " + line), .. written.Except(lines).Select(line => "- " + line)]),
            $"If this is meant, copy {actual} to {file}");
    }

    private static IEnumerable<string> Describe(Type type)
    {
        yield return type.FullName!;
        var members = type.IsEnum ? Enum.GetNames(type) : type.GetMembers(OfItsOwn).Where(IsSeen).Select(m => m.ToString()!);
        foreach (var member in members.Order(StringComparer.Ordinal))
        {
            yield return $"  {type.Name}: {member}";
        }
    }

    // What a compiler adds to records and properties says nothing new.
    private static bool IsSeen(MemberInfo member) => member switch
    {
        MethodBase { IsPublic: false, IsFamily: false, IsFamilyOrAssembly: false } => false,
        MethodInfo { IsSpecialName: true } => false,
        MethodBase method => !method.IsDefined(typeof(CompilerGeneratedAttribute)),
        FieldInfo field => field.IsPublic,
        PropertyInfo property => property.GetMethod is { IsPublic: true },
        _ => false,
    };
}
