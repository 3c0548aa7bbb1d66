// Only tests that wait more than they work run beside each other: cards being exchanged, and browsers that wait for a silent program.
[assembly: Parallelize(Workers = 4, Scope = ExecutionScope.MethodLevel)]
