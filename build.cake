using System.Security.Cryptography;

var target = Argument("target", "test");
var area = Argument("area", "");
var windows = IsRunningOnWindows();

// The extension's bench drives host and server as well.
bool Wanted(string part) => area == "" || area == part || (target == "bench" && area == "extension");

Task("format").Does(() => Run("dotnet", "format EidBridge.sln"));

Task("build").Does(() =>
{
    Run("dotnet", "restore EidBridge.sln");
    Run("dotnet", "build EidBridge.sln --no-restore -v q");
});

Task("publish-host").WithCriteria(Wanted("host")).Does(() =>
{
    var rid = windows ? "win-x64" : "linux-x64";
    Cached($"dist/host/{rid}", ["native-host", "manifests", "Directory.*.props", "global.json"], folder =>
    {
        Run("dotnet", $"publish native-host/EidBridge.Host -c Release -r {rid} -o {folder} -v q");
        DeleteFiles($"{folder}/*.{{dbg,pdb,xml}}");
    });
});

Task("publish-host-windows").WithCriteria(Wanted("host")).Does(() =>
    Cached("dist/host/win-x64", ["native-host", "manifests", "Directory.*.props", "global.json"], folder =>
    {
        Run("dotnet", $"publish native-host/EidBridge.Host -c Release -r win-x64 --self-contained -p:PublishReadyToRun=true -o {folder} -v q");
        DeleteFiles($"{folder}/*.{{pdb,xml}}");
    }));

// For the tests under wine: the window on Windows, with the lines that drive it.
Task("publish-gallery-windows").Does(() =>
    Cached("dist/gallery/win-x64", ["native-host", "manifests", "tests/EidBridge.WindowGallery", "Directory.*.props", "global.json"], folder =>
        Run("dotnet", $"publish tests/EidBridge.WindowGallery -c Release -r win-x64 --self-contained -o {folder} -v q")));

Task("publish-extension").WithCriteria(Wanted("extension")).Does(() => Run("node", "extension/build.mjs"));

Task("publish-server").WithCriteria(Wanted("server")).Does(() =>
    Cached("dist/server", ["server", "extension/page", "native-host/EidBridge.Protocol", "Directory.*.props", "global.json"], folder =>
        Run("dotnet", $"publish server/EidBridge.Server -c Release -o {folder} -v q")));

Task("publish-stack").IsDependentOn("publish-host").IsDependentOn("publish-extension").IsDependentOn("publish-server");

Task("publish").IsDependentOn("publish-stack").IsDependentOn("publish-host-windows");

Task("package-libraries").Does(() =>
{
    string[] projects = ["native-host/EidBridge.Protocol", "server/EidBridge.Verification", "server/EidBridge.Verification.EntityFrameworkCore",
        "tests/EidBridge.VirtualCard.Pki", "tests/EidBridge.Testing"];
    EnsureDirectoryExists("dist/packages");
    DeleteFiles("dist/packages/*.nupkg");
    foreach (var project in projects) { Run("dotnet", $"pack {project} -c Release -o dist/packages -v q -p:ContinuousIntegrationBuild=true"); }
});

// The sample portal and its tests once more, as a site of other people would have it: on the packages, and on none of the sources.
Task("prove-packages").IsDependentOn("package-libraries").Does(() =>
{
    var folder = MakeAbsolute(Directory("dist/packages-proof")).FullPath;
    CleanDirectory(folder);
    var known = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
    Run("dotnet", $"build tests/EidBridge.SamplePortal.Tests -v q -p:EidBridgePackages=true -p:ArtifactsPath={folder}/artifacts -p:RestoreLockedMode=false "
        + $"-p:RestorePackagesPath={folder}/restored -p:RestoreFallbackFolders={known} -p:RestoreAdditionalProjectSources={MakeAbsolute(Directory("dist/packages")).FullPath}");
    Run($"{folder}/artifacts/bin/EidBridge.SamplePortal.Tests/debug/EidBridge.SamplePortal.Tests", "");
});

Task("package").IsDependentOn("publish").IsDependentOn("prove-packages").Does(() =>
{
    EnsureDirectoryExists("dist/packages");
    Run("npm", "--prefix extension ci --no-audit --no-fund --silent");
    Run("node", "extension/packaging/pack.mjs");
    Run("node", "extension/packaging/page-library.mjs");
    Zip("dist/host/linux-x64", "dist/packages/eidbridge-host-linux-x64.zip");
    Zip("dist/host/win-x64", "dist/packages/eidbridge-host-win-x64.zip");
});

Task("demo").IsDependentOn("publish-stack").Does(() => Run("dotnet", "run --project tests/EidBridge.Demo -v q -- demo"));

Task("run").IsDependentOn("publish-stack").Does(() => Run("dotnet", "run --project tests/EidBridge.Demo -v q -- run"));

Task("pictures").Does(() => Run("dotnet", "run --project tests/EidBridge.WindowGallery -v q -- pictures dist/pictures"));

Task("bench").IsDependentOn("publish-stack").Does(() => Run("dotnet", $"run --project tests/EidBridge.Benchmarks -c Release -v q -- {area}"));

Task("check-format").IsDependentOn("build").Does(() => Run("dotnet", "format EidBridge.sln --verify-no-changes --no-restore"));

Task("test-csharp").IsDependentOn("check-format").IsDependentOn("publish-stack").IsDependentOn("publish-host-windows").IsDependentOn("publish-gallery-windows").Does(() =>
    Run("dotnet", "test --solution EidBridge.sln --no-build --report-trx --results-directory dist/results --max-parallel-test-modules 1"));

Task("test-extension").Does(() =>
{
    EnsureDirectoryExists("dist/results");
    Run("npm", "--prefix extension ci --no-audit --no-fund --silent");
    Run("npm", "--prefix extension run check --silent");
    Run("node", "--test --test-reporter=junit --test-reporter-destination=dist/results/extension.junit.xml "
        + string.Join(" ", GetFiles("tests/extension/*.test.mjs").Select(file => $"\"{file}\"")));
});

// The C# tests come last: what is quick to fail is told first.
Task("test").IsDependentOn("test-extension").IsDependentOn("test-csharp");

RunTarget(target);

void Run(string program, string arguments)
{
    var code = StartProcess(program, new ProcessSettings { Arguments = arguments });
    if (code != 0) { throw new CakeException(code, $"{program} {arguments} ended with {code}"); }
}

// Publishing takes a minute: done again only when one of its inputs changed.
void Cached(string folder, string[] inputs, Action<string> publish)
{
    var files = inputs.SelectMany(i => DirectoryExists(i) ? GetFiles($"{i}/**/*") : GetFiles(i)).Select(f => f.FullPath).Order(StringComparer.Ordinal);
    using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    foreach (var file in files) { hash.AppendData(System.Text.Encoding.UTF8.GetBytes(file)); hash.AppendData(System.IO.File.ReadAllBytes(file)); }
    var inputsHash = Convert.ToHexString(hash.GetHashAndReset());
    var stamp = folder + ".inputs";
    if (FileExists(stamp) && System.IO.File.ReadAllText(stamp) == inputsHash) { return; }
    CleanDirectory(folder);
    publish(folder);
    System.IO.File.WriteAllText(stamp, inputsHash);
}
