import Foundation
import Testing

/// A Dask cluster with two workers in a separate process, which exits when the value is released.
final class RunningCluster {
    private let process = Process()
    private let questions = Pipe()
    private let answers = Pipe()

    /// The address of its scheduler.
    private(set) var address = ""

    /// Starts it; it tells its address, and then at each line how many tasks its scheduler knows.
    init() throws {
        let program = """
            import sys
            from distributed import LocalCluster
            with LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None,
                              silence_logs=50) as cluster:
                print(cluster.scheduler_address, flush=True)
                for line in sys.stdin:
                    if line == "end\\n":
                        break
                    print(len(cluster.scheduler.tasks), flush=True)
            """
        process.executableURL = Trellis.repository.appending(path: ".venv-cluster/bin/python3")
        // Without the folder for temporary files among those that modules are imported from.
        process.arguments = ["-P", "-c", program]
        process.currentDirectoryURL = FileManager.default.temporaryDirectory
        process.standardInput = questions
        process.standardOutput = answers
        process.standardError = FileHandle.nullDevice
        try process.run()
        address = try line()
        try #require(address.hasPrefix("tcp://127.0.0.1:"))
    }

    deinit {
        // The end of its input may never come: processes that were started meanwhile may have inherited the pipe.
        if process.isRunning { try? questions.fileHandleForWriting.write(contentsOf: Data("end\n".utf8)) }
        try? questions.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// The number of its process.
    var identifier: Int32 { process.processIdentifier }

    /// How many tasks the scheduler knows.
    func taskCount() throws -> Int {
        try questions.fileHandleForWriting.write(contentsOf: Data("\n".utf8))
        return try #require(Int(line()))
    }

    private func line() throws -> String {
        var text = Data()
        while text.last != UInt8(ascii: "\n") {
            text.append(
                try #require(try answers.fileHandleForReading.read(upToCount: 1), "the cluster ended"))
        }
        return String(decoding: text.dropLast(), as: UTF8.self)
    }
}

/// A port of this machine that accepts connections and never responds.
final class ListeningSocket {
    private let descriptor: Int32
    let port: Int

    init() throws {
        #if canImport(Darwin)
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #else
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        try #require(isListening && port > 0)
    }

    deinit { close(descriptor) }
}
