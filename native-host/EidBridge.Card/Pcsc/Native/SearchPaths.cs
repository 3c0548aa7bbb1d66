using System.Runtime.InteropServices;

// Never from the working directory or beside the program: on Windows from System32 only.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
