#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The resources of this machine.
package enum MachineResources {
    /// The number of cores that this process may use.
    package static let cores: Int = {
        let online = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        #if canImport(Darwin)
            return online
        #else
            // A mask in hexadecimal digits, because the process may be restricted to some of the cores.
            let allowed = status("Cpus_allowed").map { $0.compactMap(\.hexDigitValue) } ?? []
            let count = allowed.reduce(0) { $0 + $1.nonzeroBitCount }
            return count > 0 ? min(online, count) : online
        #endif
    }()

    /// The bytes of memory; 8 GiB if the system does not report it.
    package static let memory: Int = {
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
            return status("VmHWM").flatMap { Int($0.prefix(while: \.isNumber)) }.map { $0 * 1024 } ?? 0
        #endif
    }

    /// The memory of this process now, in bytes; on Darwin, the peak.
    package static var residentMemory: Int {
        #if canImport(Darwin)
            return peakMemory
        #else
            return status("VmRSS").flatMap { Int($0.prefix(while: \.isNumber)) }.map { $0 * 1024 } ?? 0
        #endif
    }

    #if !canImport(Darwin)
        /// Returns a value of this process in `/proc/self/status`; nil if it does not exist.
        private static func status(_ name: String) -> Substring? {
            guard let file = fopen("/proc/self/status", "r") else { return nil }
            defer { fclose(file) }
            var buffer = [UInt8](repeating: 0, count: 1 << 13)
            let count = fread(&buffer, 1, buffer.count, file)
            for line in buffer[..<count].split(separator: UInt8(ascii: "\n")) {
                let text = String(decoding: line, as: UTF8.self)
                guard text.hasPrefix(name + ":") else { continue }
                return text.dropFirst(name.count + 1).drop(while: \.isWhitespace)
            }
            return nil
        }
    #endif
}
