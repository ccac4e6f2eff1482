import FoundationEssentials

#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// The files that connect to a cluster: a Python with Dask, the Python package of Trellis, and the worker library.
public struct PythonRuntime: Equatable, Sendable {
    /// The path of the Python interpreter, or its name in the `PATH`.
    public var python: String

    /// The folder that contains the package `trellis_dask`; nil if the package is installed.
    public var packageFolder: String?

    /// The path of the library that workers load.
    public var library: String

    /// Creates a runtime.
    ///
    /// - Parameters:
    ///   - python: The path of the Python interpreter, or its name in the `PATH`.
    ///   - packageFolder: The folder that contains the package `trellis_dask`; nil if the package is installed.
    ///   - library: The path of the library that workers load.
    public init(python: String, packageFolder: String?, library: String) {
        self.python = python
        self.packageFolder = packageFolder
        self.library = library
    }

    /// The environment variables that override the defaults.
    static let (pythonVariable, packageVariable, libraryVariable) = (
        "TRELLIS_PYTHON", "TRELLIS_PYTHON_PACKAGE", "TRELLIS_WORKER_LIBRARY"
    )

    /// Finds the runtime.
    ///
    /// The environment variables `TRELLIS_PYTHON`, `TRELLIS_PYTHON_PACKAGE` and `TRELLIS_WORKER_LIBRARY` take
    /// precedence. Otherwise, the method searches the folder of the running program and the checkout that the program
    /// was built in, where `make setup-cluster` and `make worker` install the files. The default interpreter is
    /// `python3`.
    ///
    /// The current folder and its parents are not searched, because other users may be able to write code there.
    public static func find() -> PythonRuntime {
        let folders = Self.programFolder.map { Self.folders(of: $0, isCheckout: Self.isOwnCheckout) }
        return find(environment: BridgeProcess.environment, folders: folders ?? []) {
            FileManager.default.fileExists(atPath: $0)
        }
    }

    /// Finds the runtime in folders, in order of precedence, with the file system as an argument.
    static func find(
        environment: [String: String], folders: [String], exists: (String) -> Bool
    ) -> PythonRuntime {
        func first(_ name: String) -> String? {
            folders.lazy.map { "\($0)/\(name)" }.first(where: exists)
        }
        let beside = (folders.first.map { $0 + "/" } ?? "") + "libTrellisWorker.so"
        return PythonRuntime(
            python: environment[pythonVariable] ?? first(".venv-cluster/bin/python3") ?? "python3",
            packageFolder: environment[packageVariable]
                ?? first("python/trellis_dask").map { String($0.dropLast("/trellis_dask".count)) },
            library: environment[libraryVariable] ?? first(".build/worker/libTrellisWorker.so")
                ?? first("libTrellisWorker.so") ?? beside)
    }

    /// Throws an error unless the worker library exists.
    func check() throws(DaskClusterError) {
        guard FileManager.default.fileExists(atPath: library) else { throw .libraryMissing(path: library) }
    }

    /// The folder of a program and the checkouts that contain it, the nearest first.
    static func folders(of program: String, isCheckout: (String) -> Bool) -> [String] {
        var folders = [program]
        var rest = program[...]
        while let slash = rest.lastIndex(of: "/") {
            rest = rest[..<slash]
            if !rest.isEmpty, isCheckout(String(rest)) { folders.append(String(rest)) }
        }
        return folders
    }

    /// Whether a folder contains a Swift package, is owned by the owner of the program or by root, and is not
    /// writable by other users.
    private static func isOwnCheckout(_ folder: String) -> Bool {
        var (own, program) = (stat(), stat())
        guard FileManager.default.fileExists(atPath: folder + "/Package.swift"),
            stat(folder, &own) == 0, stat(Self.programFolder ?? "", &program) == 0
        else { return false }
        return (own.st_uid == program.st_uid || own.st_uid == 0) && own.st_mode & S_IWOTH == 0
    }

    private static var programFolder: String? {
        var path = CommandLine.arguments.first ?? ""
        #if os(Linux)
            path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? path
        #endif
        return path.lastIndex(of: "/").map { String(path[..<$0]) }
    }
}
