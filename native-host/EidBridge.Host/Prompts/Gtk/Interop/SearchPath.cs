using System.Runtime.InteropServices;

// System folders only: a library beside the executable or in the working directory is never picked up.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
