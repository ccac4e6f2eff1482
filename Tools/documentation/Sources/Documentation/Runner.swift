import Foundation

/// Builds and runs the programs of documents.
///
/// The programs are built in the folder of the tests, with their options, so that the modules that are built there are
/// used again. All other files are written to a separate folder under it. A program runs in an empty folder with a link to `datasets`, so that paths work as in the root
/// of the project and written files are isolated.
public struct Runner: Sendable {
    private let root: URL
    private let build: URL
    private let folder: URL
    private let products: URL

    /// Creates a runner for the project at `root`.
    public init(root: URL) {
        self.root = root
        build = root.appending(path: ".build-test")
        folder = build.appending(path: "documentation")
        products = build.appending(path: "release")
    }

    /// Runs the documents and returns the output of each block.
    ///
    /// - Throws: ``DocumentationError``.
    public func outputs(of documents: [Document]) throws -> [[[String]]] {
        try build(documents)
        return try documents.map(outputs)
    }

    private func outputs(of document: Document) throws -> [[String]] {
        var outputs = [[String]](repeating: [], count: document.cells.count)
        let place = folder.appending(path: "work/\(Self.target(of: document))")
        try? FileManager.default.removeItem(at: place)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            at: place.appending(path: "datasets"), withDestinationURL: root.appending(path: "datasets"))
        for program in Program.programs(of: document) {
            let result = try run(program, of: document, in: place)
            let printed = program.outputs(in: result.output)
            guard result.status == 0, printed.count == program.cells.count else {
                let failing = document.cells[program.cells[min(printed.count, program.cells.count - 1)]]
                throw DocumentationError.programFailed(
                    document: document.name, line: failing.firstLine, status: result.status,
                    standardError: result.error)
            }
            for (cell, output) in zip(program.cells, printed) { outputs[cell] = output }
        }
        return outputs
    }

    private func run(_ program: Program, of document: Document, in place: URL) throws -> Shell.Result {
        switch program.language {
        case .sh: try Shell.run(["sh", "-c", program.source], in: place)
        case .swift: try Shell.run([products.appending(path: Self.target(of: document)).path], in: place)
        }
    }

    /// Writes and builds a package that depends on Trellis, with one program per document.
    private func build(_ documents: [Document]) throws {
        var targets: [String] = []
        let sources = folder.appending(path: "programs/Sources")
        for document in documents {
            guard let program = Program.programs(of: document).first(where: { $0.language == .swift }) else {
                continue
            }
            let target = Self.target(of: document)
            targets.append(target)
            try write(program.source, to: sources.appending(path: "\(target)/main.swift"))
        }
        guard !targets.isEmpty else { return }
        let list = targets.map {
            """
                    .executableTarget(
                        name: "\($0)",
                        dependencies: [
                            .product(name: "Trellis", package: "trellis"),
                            .product(name: "DaskCluster", package: "trellis"),
                        ]),

            """
        }
        let manifest = """
            // swift-tools-version: 6.2
            import PackageDescription

            let package = Package(
                name: "programs",
                platforms: [.macOS(.v15)],
                dependencies: [.package(name: "trellis", path: "\(root.path)")],
                targets: [
            \(list.joined())    ],
                swiftLanguageModes: [.v6]
            )

            """
        let package = folder.appending(path: "programs")
        try write(manifest, to: package.appending(path: "Package.swift"))
        let result = try Shell.run(
            ["swift", "build", "-c", "release", "-Xswiftc", "-enable-testing", "--scratch-path", build.path],
            in: package)
        guard result.status == 0 else { throw DocumentationError.buildFailed(result.output + result.error) }
    }

    /// Writes a file unless it is up to date, to avoid unnecessary builds.
    private func write(_ text: String, to file: URL) throws {
        guard (try? String(contentsOf: file, encoding: .utf8)) != text else { return }
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    /// The name of the program of a document, derived from its file name.
    private static func target(of document: Document) -> String {
        let file = document.name.split(separator: "/").last ?? ""
        return file.split(separator: ".").first.map { "\($0.lowercased())-program" } ?? "program"
    }
}
