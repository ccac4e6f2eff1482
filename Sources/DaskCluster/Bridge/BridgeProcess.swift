internal import Synchronization

#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// The bridge as a process: one socket to it, which is its standard input and output.
///
/// It is the leader of a session of its own, so that an interrupt typed at the terminal reaches it only as what
/// this process makes of it. It ends when the socket is closed, and so when this process does, however that ends.
final class BridgeProcess: Sendable {
    private let socket: Int32
    private let process: pid_t
    /// Whether the number may be another process's by now.
    private let isReaped = Mutex(false)

    /// The number of the process.
    var identifier: Int { Int(process) }

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - path: of the program, or its name, to be looked for on the `PATH`.
    ///   - additions: what its environment has beyond this process's.
    /// - Throws: ``DaskClusterError/pythonMissing(path:)``, ``DaskClusterError/bridgeLost(reason:)``.
    init(path: String, arguments: [String], adding additions: [String: String]) throws(DaskClusterError) {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Self.streamType, 0, &ends) == 0 else {
            throw .bridgeLost(reason: "the system has no socket for it (error \(errno))")
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
                : .bridgeLost(reason: "the system did not start \(path) (error \(status))")
        }
        socket = ends[0]
        self.process = process
    }

    deinit {
        // Not before: the number would be another file's by the time somebody who does not know yet uses it.
        close(socket)
    }

    /// Writes all of some bytes.
    ///
    /// Blocks while the process reads nothing.
    ///
    /// - Returns: false if the process has ended.
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

    /// What reading comes to.
    enum Reading {
        case bytes(ArraySlice<UInt8>)
        /// The process has ended.
        case end
        /// The process has said nothing for as long as it may.
        case silence
    }

    /// Reads what there is, and waits until there is something.
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

    /// Lets the process read the end of its input.
    func closeInput() { shutdown(socket, Self.writing) }

    /// Waits for the end of the process, which has closed its output, and ends what it leaves: workers that it started
    /// and that are stopped could not end by themselves.
    func reap() {
        var information = siginfo_t()
        // Not waited for in the usual way yet, so that its number, which is its group's, stays its own.
        while waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        isReaped.withLock { isReaped in
            _ = signal(-process, SIGKILL)
            var status: Int32 = 0
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
            isReaped = true
        }
    }

    /// Ends the process and those that it started, with no chance for it to leave the cluster in order.
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

    /// This process's environment.
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
        /// `POSIX_SPAWN_SETSID`, which the C library shows to GNU programs only.
        private static let ownSession = 0x80
    #endif
}
