#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// The identifier of a thread of this process, by which the system knows whether it is blocked.
struct ThreadIdentifier: Hashable, Sendable {
    #if canImport(Darwin)
        private let port: mach_port_t

        /// The current thread.
        static var current: ThreadIdentifier {
            ThreadIdentifier(port: pthread_mach_thread_np(pthread_self()))
        }

        /// Whether the thread runs, or would if a core were free; false if it has ended.
        var isComputing: Bool {
            var info = thread_basic_info()
            var count = mach_msg_type_number_t(
                MemoryLayout<thread_basic_info>.size / MemoryLayout<integer_t>.size)
            let result = withUnsafeMutablePointer(to: &info) { info in
                info.withMemoryRebound(to: integer_t.self, capacity: Int(count)) {
                    thread_info(port, thread_flavor_t(THREAD_BASIC_INFO), $0, &count)
                }
            }
            return result == KERN_SUCCESS && info.run_state == TH_STATE_RUNNING
        }
    #else
        private let path: String

        /// The current thread.
        static var current: ThreadIdentifier {
            var buffer = [CChar](repeating: 0, count: 64)
            let count = max(0, readlink("/proc/thread-self", &buffer, buffer.count))
            let name = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
            return ThreadIdentifier(path: "/proc/\(name)")
        }

        /// Whether the thread runs, or would if a core were free; false if it has ended.
        var isComputing: Bool {
            let file = open("\(path)/stat", O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { return false }
            defer { close(file) }
            var bytes = [UInt8](repeating: 0, count: 128)
            let count = read(file, &bytes, bytes.count)
            // The state follows the name of the thread, which is in parentheses and may contain others.
            guard count > 0, let end = bytes[..<count].lastIndex(of: UInt8(ascii: ")")),
                end + 2 < count
            else { return false }
            return bytes[end + 2] == UInt8(ascii: "R")
        }
    #endif
}
