// Most of these tests wait for cards and programs. Those that measure a second, and those that look at a screen, run alone, after the others.
[assembly: Parallelize(Workers = 4, Scope = ExecutionScope.MethodLevel)]
