internal import Locking

#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// The process of the bridge, with a socket that is its standard input and output.
///
/// The process is the leader of its own session, so that it does not receive interrupts from the terminal. It exits
/// when the socket is closed, and therefore also when this process exits for any reason.
final class BridgeProcess: Sendable {
    private let socket: Int32
    private let process: pid_t
    /// Whether the process was reaped, after which its identifier may be reused.
    private let isReaped = Lock(false)

    /// The process identifier.
    var identifier: Int { Int(process) }

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - path: The path of the program, or its name in the `PATH`.
    ///   - arguments: The arguments.
    ///   - additions: Environment variables to add to those of this process.
    /// - Throws: ``DaskClusterError/pythonMissing(path:)``, ``DaskClusterError/bridgeLost(reason:)``.
    init(path: String, arguments: [String], adding additions: [String: String]) throws(DaskClusterError) {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Self.streamType, 0, &ends) == 0 else {
            throw .bridgeLost(reason: "cannot create a socket (error \(errno))")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        Self.closeOtherDescriptors(in: &actions)
        posix_spawnattr_setflags(&attributes, Int16(Self.ownSession))

        var environment = Self.environment
        environment.merge(additions) { $1 }
        let words = Self.strings([path] + arguments)
        let variables = Self.strings(environment.map { "\($0.key)=\($0.value)" })
        defer { for word in words + variables { free(word) } }
        var process = pid_t()
        let status = posix_spawnp(&process, path, &actions, &attributes, words, variables)
        close(ends[1])
        guard status == 0 else {
            close(ends[0])
            throw status == ENOENT || status == EACCES
                ? .pythonMissing(path: path)
                : .bridgeLost(reason: "cannot start \(path) (error \(status))")
        }
        socket = ends[0]
        self.process = process
    }

    #if canImport(Darwin)
        private static func closeOtherDescriptors(in actions: inout posix_spawn_file_actions_t?) {}
    #else
        private typealias CloseFrom =
            @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32

        /// Lets the process inherit only the standard streams.
        ///
        /// It could otherwise inherit what another thread opens for another process, whose end would then wait for that
        /// of the bridge. glibc has the function since version 2.34, and does not declare it for Swift.
        private static func closeOtherDescriptors(in actions: inout posix_spawn_file_actions_t) {
            guard let symbol = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else { return }
            _ = unsafeBitCast(symbol, to: CloseFrom.self)(&actions, 3)
        }
    #endif

    deinit {
        // Close the socket only now: its descriptor could be reused while another thread still uses it.
        close(socket)
    }

    /// Writes bytes to the standard input of the process.
    ///
    /// Blocks until the process has read enough.
    ///
    /// - Returns: False if the process has exited.
    func write(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let count = send(
                    socket, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(Self.quietly))
                if count < 0 {
                    if errno == EINTR { continue }
                    return false
                }
                sent += count
            }
            return true
        }
    }

    /// The result of reading.
    enum Reading {
        /// The process has written bytes.
        case bytes(ArraySlice<UInt8>)
        /// The process has exited.
        case end
        /// The process has written nothing within the time limit.
        case silence
    }

    /// Waits for output of the process, and reads the available bytes.
    func read(into buffer: inout [UInt8], within limit: Duration) -> Reading {
        let deadline = ContinuousClock.now + limit
        while true {
            var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            let left = max(0, (deadline - .now) / .milliseconds(1))
            let ready = poll(&waiting, 1, Int32(min(left.rounded(.up), 1e9)))
            if ready == 0 { return .silence }
            if ready < 0 {
                if errno == EINTR { continue }
                return .end
            }
            let count = buffer.withUnsafeMutableBytes { recv(socket, $0.baseAddress, $0.count, 0) }
            if count > 0 { return .bytes(buffer[..<count]) }
            if count == 0 || errno != EINTR { return .end }
        }
    }

    /// Closes the standard input of the process.
    func closeInput() { shutdown(socket, Self.writing) }

    /// Waits for the process to exit after it has closed its output, and kills its remaining children.
    ///
    /// Workers that it started and that are stopped by a signal cannot exit by themselves.
    func reap() {
        var information = siginfo_t()
        // Do not reap the process yet, so that its identifier, which is that of its group, is not reused.
        while waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        isReaped.withLock { isReaped in
            _ = signal(-process, SIGKILL)
            var status: Int32 = 0
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
            isReaped = true
        }
    }

    /// Kills the process and its children, without a clean disconnect from the cluster.
    func kill() {
        isReaped.withLock { isReaped in
            if !isReaped { _ = signal(-process, SIGKILL) }
        }
    }

    private func signal(_ process: pid_t, _ number: Int32) -> Int32 {
        #if canImport(Darwin)
            Darwin.kill(process, number)
        #else
            Glibc.kill(process, number)
        #endif
    }

    private static func strings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
        texts.map { strdup($0) } + [nil]
    }

    /// The environment variables of this process.
    static var environment: [String: String] {
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            next += 1
        }
        return variables
    }

    #if canImport(Darwin)
        private static let streamType = SOCK_STREAM
        private static let quietly = 0
        private static let writing = Int32(SHUT_WR)
        private static let ownSession = POSIX_SPAWN_SETSID
    #else
        private static let streamType = Int32(SOCK_STREAM.rawValue)
        private static let quietly = MSG_NOSIGNAL
        private static let writing = Int32(SHUT_WR)
        /// `POSIX_SPAWN_SETSID`, which the C library declares only with `_GNU_SOURCE`.
        private static let ownSession = 0x80
    #endif
}
