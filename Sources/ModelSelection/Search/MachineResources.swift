#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The resources of this machine.
public enum MachineResources {
    /// The number of cores.
    public static let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

    /// The bytes of memory; 8 GiB if the system does not report it.
    public static let memory: Int = {
        let (pages, size) = (sysconf(Int32(_SC_PHYS_PAGES)), sysconf(Int32(_SC_PAGESIZE)))
        return pages > 0 && size > 0 ? pages * size : 8 << 30
    }()

    /// The bytes of memory available to this process: those of the machine, or fewer if its address space is limited.
    package static var addressableMemory: Int {
        var limit = rlimit()
        #if canImport(Darwin)
            let isKnown = getrlimit(RLIMIT_AS, &limit) == 0
        #else
            let isKnown = getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0
        #endif
        return isKnown ? min(memory, Int(clamping: limit.rlim_cur)) : memory
    }

    /// The peak memory of this process so far, in bytes.
    package static var peakMemory: Int {
        #if canImport(Darwin)
            var usage = rusage()
            getrusage(RUSAGE_SELF, &usage)
            return Int(usage.ru_maxrss)
        #else
            // `getrusage` would include the process before it became this program.
            return status("VmHWM").map { $0 * 1024 } ?? 0
        #endif
    }

    #if !canImport(Darwin)
        /// Returns a value of this process in `/proc/self/status`; nil if it does not exist.
        private static func status(_ name: String) -> Int? {
            guard let file = fopen("/proc/self/status", "r") else { return nil }
            defer { fclose(file) }
            var buffer = [UInt8](repeating: 0, count: 1 << 13)
            let count = fread(&buffer, 1, buffer.count, file)
            for line in buffer[..<count].split(separator: UInt8(ascii: "\n")) {
                let text = String(decoding: line, as: UTF8.self)
                guard text.hasPrefix(name + ":") else { continue }
                return Int(text.drop { !$0.isNumber }.prefix { $0.isNumber })
            }
            return nil
        }
    #endif
}

extension GridSearch {
    /// An eighth of the machine's memory.
    public static let defaultMemoryBudget = MachineResources.memory / 8
}
