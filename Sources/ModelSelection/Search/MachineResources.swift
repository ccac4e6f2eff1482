#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What this machine has.
public enum MachineResources {
    /// The number of cores.
    public static let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

    /// The bytes of memory; 8 GiB if the system does not tell.
    public static let memory: Int = {
        let (pages, size) = (sysconf(Int32(_SC_PHYS_PAGES)), sysconf(Int32(_SC_PAGESIZE)))
        return pages > 0 && size > 0 ? pages * size : 8 << 30
    }()

    /// The most memory that this process has held so far, in bytes.
    package static var peakMemory: Int {
        var usage = rusage()
        #if canImport(Darwin)
            getrusage(RUSAGE_SELF, &usage)
            return Int(usage.ru_maxrss)
        #else
            getrusage(RUSAGE_SELF.rawValue, &usage)
            return Int(usage.ru_maxrss) * 1024
        #endif
    }
}

extension GridSearch {
    /// An eighth of the machine's memory.
    public static let defaultMemoryBudget = MachineResources.memory / 8
}
