import Foundation
import Testing

/// A run of the built command: its output and exit status.
struct TrellisRun {
    let status: Int32
    let output: String
    /// What it wrote to standard error, without the lines of progress that slow commands log every ten seconds.
    let errors: String

    init(status: Int32, output: String, errors: String) {
        self.status = status
        self.output = output
        self.errors = errors.replacing(/(?m)^(?:\d+ min )?\d+ s: .*\n/, with: "")
    }
}

/// The built command and the repository that it runs in.
enum Trellis {
    /// The repository, in which the data sets are.
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Where the build puts the command: beside the tests.
    private static let executable: URL = {
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? .main
        let tests =
            bundle.bundlePath.hasSuffix(".xctest")
            ? bundle.bundleURL : bundle.executableURL ?? bundle.bundleURL
        return tests.deletingLastPathComponent().appending(component: "trellis")
    }()

    /// The path of the command.
    static var executablePath: String { executable.path }

    /// Runs the command and waits for its end; standard input is the file at a path, or empty.
    static func run(
        _ arguments: [String], inputFrom input: String? = nil, outputTo path: String? = nil,
        adding variables: [String: String] = [:]
    ) throws -> TrellisRun {
        let started = try StartedRun(
            executable, arguments, inputFrom: input, outputTo: path, adding: variables)
        return try started.end()
    }

    /// Runs the command in so many bytes of address space.
    static func run(_ arguments: [String], addressSpace bytes: Int) throws -> TrellisRun {
        let limited = "ulimit -v \(bytes / 1024) && exec \"$0\" \"$@\""
        return try StartedRun(
            URL(filePath: "/bin/sh"), ["-c", limited, executable.path] + arguments, outputTo: nil, adding: [:]
        ).end()
    }

    /// Runs the command with a limit to the size of the files that it writes, as if the disk were full.
    static func run(_ arguments: [String], fileBytes bytes: Int) throws -> TrellisRun {
        let limited = "trap '' XFSZ && ulimit -f \(bytes / 512) && exec \"$0\" \"$@\""
        return try StartedRun(
            URL(filePath: "/bin/sh"), ["-c", limited, executable.path] + arguments, outputTo: nil, adding: [:]
        ).end()
    }

    /// Runs the command with the words of a line; words hold no blanks.
    static func run(_ line: String) throws -> TrellisRun {
        try run(line.split(separator: " ").map(String.init))
    }

    /// Starts the command.
    static func start(
        _ arguments: [String], outputTo path: String? = nil, adding variables: [String: String] = [:]
    ) throws -> StartedRun {
        try StartedRun(executable, arguments, outputTo: path, adding: variables)
    }
}

/// A run that may be active.
///
/// Its streams are files, so that it never blocks on a pipe.
final class StartedRun {
    private let process = Process()
    private let ended = DispatchSemaphore(value: 0)
    private let folder = try? TemporaryFolder()
    private let outputPath: String
    private let errorPath: String

    init(
        _ executable: URL, _ arguments: [String], inputFrom input: String? = nil, outputTo path: String?,
        adding variables: [String: String]
    ) throws {
        let folder = try #require(folder)
        outputPath = path ?? folder["output"]
        errorPath = folder["errors"]
        for path in [outputPath, errorPath] where !FileManager.default.fileExists(atPath: path) {
            try #require(FileManager.default.createFile(atPath: path, contents: nil))
        }
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = Trellis.repository
        process.environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
        process.standardInput =
            try input.map { try FileHandle(forReadingFrom: URL(filePath: $0)) } ?? FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: outputPath))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: errorPath))
        // To wait for the end otherwise needs the run loop of the thread that started the process.
        process.terminationHandler = { [ended] _ in ended.signal() }
        try process.run()
    }

    deinit {
        // A test that failed leaves nothing running.
        if process.isRunning { process.terminate() }
    }

    /// Whether the command no longer ends by an interrupt as processes do by default.
    var handlesInterrupts: Bool {
        #if os(Linux)
            // The mask of signals with a handler, in hexadecimal; SIGINT is the second bit.
            let status = try? String(
                contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
            let mask = status?.firstMatch(of: /SigCgt:\s*([0-9a-f]+)/).flatMap { UInt64($0.1, radix: 16) }
            return mask.map { $0 & 2 != 0 } ?? false
        #else
            Thread.sleep(forTimeInterval: 3)
            return true
        #endif
    }

    /// Whether it has not ended yet.
    var isRunning: Bool { process.isRunning }

    /// What it has written to standard error so far.
    var errors: String { (try? String(contentsOfFile: errorPath, encoding: .utf8)) ?? "" }

    /// The number of the process.
    var identifier: Int32 { process.processIdentifier }

    /// Sends what Ctrl-C sends, or another signal.
    func interrupt(by signal: Int32 = SIGINT) { kill(process.processIdentifier, signal) }

    /// Waits for the end.
    func end() throws -> TrellisRun {
        ended.wait()
        ended.signal()
        let isOrdinary = process.terminationReason == .exit
        return TrellisRun(
            status: isOrdinary ? process.terminationStatus : 128 + process.terminationStatus,
            output: outputPath.hasPrefix("/dev/")
                ? "" : try String(contentsOfFile: outputPath, encoding: .utf8),
            errors: try String(contentsOfFile: errorPath, encoding: .utf8))
    }
}

/// A temporary folder that is removed with the value.
final class TemporaryFolder {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(component: "trellis-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// The path of the folder.
    var directory: String { url.path }

    /// The path of a file in the folder.
    subscript(name: String) -> String { url.appending(component: name).path }

    /// Writes a file and returns its path.
    func write(_ text: String, to name: String) throws -> String {
        try text.write(toFile: self[name], atomically: false, encoding: .utf8)
        return self[name]
    }

    /// Reads a file.
    func text(_ name: String) throws -> String { try String(contentsOfFile: self[name], encoding: .utf8) }

    /// The names of the files in the folder.
    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
    }
}

/// The flags of a small search: support vector machines on iris with 2 folds.
let irisSearch = ["search", "datasets/iris.csv", "--target", "species", "--pipeline", "svc", "--cv", "2"]
