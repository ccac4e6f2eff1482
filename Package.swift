// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "trellis",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Trellis", targets: ["Trellis"]),
        .executable(name: "trellis", targets: ["TrellisCommand"]),
        // The command line as a library, for packages with steps of their own.
        .library(name: "TrellisCommandLine", targets: ["TrellisCommandLine"]),
        // What cluster workers load; packages with steps of their own build another from the interface.
        .library(name: "TrellisWorker", type: .dynamic, targets: ["TrellisWorker"]),
        .library(name: "TrellisWorkerInterface", targets: ["TrellisWorkerInterface"]),
        .library(name: "DaskCluster", targets: ["DaskCluster"]),
        // Charts, and the page with the results of a search.
        .library(name: "Reporting", targets: ["Drawing", "Reporting"]),
        // For this package's own tests.
        .library(name: "ClusterTestWorker", type: .dynamic, targets: ["ClusterTestWorker"]),
    ],
    // Packages that only use the library turn the trait off, and do not fetch what the command line depends on.
    traits: [
        .default(enabledTraits: ["CommandLine"]),
        .trait(
            name: "CommandLine", description: "The command line, as the executable trellis and as a library."),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", .upToNextMinor(from: "0.27.1")),
    ],
    targets: [
        // C libraries, seen only by the module that wraps each.
        .systemLibrary(
            name: "COpenBLAS",
            pkgConfig: "openblas",
            providers: [.apt(["libopenblas-dev", "liblapacke-dev"]), .brew(["openblas", "lapack"])]),
        .systemLibrary(
            name: "CXXHash",
            pkgConfig: "libxxhash",
            providers: [.apt(["libxxhash-dev"]), .brew(["xxhash"])]),

        .systemLibrary(
            name: "CZLib",
            pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"])]),

        .systemLibrary(
            name: "CSQLite",
            pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"])]),

        .systemLibrary(name: "CMalloc"),

        // The library, from the ground up. What a module may import is what stands here.
        .target(name: "Locking"),
        .target(name: "Machine"),
        .target(name: "LinearAlgebra", dependencies: ["COpenBLAS", "Locking", "Machine"]),
        .target(name: "CVectorLoops"),
        .target(name: "Learning", dependencies: ["CVectorLoops", "LinearAlgebra", "Machine"]),
        .target(name: "Strategies", dependencies: ["Learning"]),
        .target(name: "Files"),
        .target(name: "TaskGraph", dependencies: ["CXXHash", "Files", "Locking", "Machine"]),
        .target(name: "LocalScheduling", dependencies: ["Locking", "Machine", "TaskGraph"]),
        .target(
            name: "Tabular",
            dependencies: ["CVectorLoops", "CZLib", "Files", "Learning", "LinearAlgebra", "Machine"]),
        .target(
            name: "ModelSelection",
            dependencies: [
                "ChunkedData", "ChunkedMatrices", "ChunkedTables", "Files", "Learning", "LinearAlgebra",
                "Locking", "Machine", "Strategies", "TaskGraph",
            ]),
        .target(
            name: "Studies", dependencies: ["CSQLite", "Learning", "Locking", "ModelSelection", "TaskGraph"]),
        .target(name: "Drawing"),
        .target(name: "DaskCluster", dependencies: ["Locking", "Machine", "TaskGraph"]),
        .target(name: "Collections", dependencies: ["Locking", "TaskGraph"]),
        .target(
            name: "ChunkedMatrices", dependencies: ["CVectorLoops", "Files", "LinearAlgebra", "TaskGraph"]),
        .target(
            name: "ChunkedData", dependencies: ["ChunkedMatrices", "Learning", "LinearAlgebra", "TaskGraph"]),
        .target(
            name: "ChunkedTables",
            dependencies: [
                "ChunkedData", "ChunkedMatrices", "Files", "Learning", "LinearAlgebra", "Tabular",
                "TaskGraph",
            ]),
        .target(name: "Scaling", dependencies: ["TaskGraph"]),
        .target(
            name: "Trellis",
            dependencies: [
                "ChunkedData", "ChunkedMatrices", "ChunkedTables", "Collections", "LinearAlgebra", "Learning",
                "TaskGraph", "LocalScheduling", "Tabular", "ModelSelection", "Strategies", "Studies",
            ]),

        .target(
            name: "Reporting",
            dependencies: [
                "Drawing", "Learning", "Locking", "Machine", "ModelSelection", "TaskGraph", "Trellis",
            ]),

        // What cluster workers load: the C interface, and the library of it that knows Trellis's own steps.
        .target(name: "CTrellisWorker"),
        .target(name: "TrellisWorkerInterface", dependencies: ["CTrellisWorker", "Machine", "Trellis"]),
        .target(name: "TrellisWorker", dependencies: ["Trellis", "TrellisWorkerInterface"]),

        // The command line and the benchmarks: thin shells over the library.
        .executableTarget(name: "TrellisCommand", dependencies: ["TrellisCommandLine"]),
        .target(
            name: "TrellisCommandLine",
            dependencies: [
                "Trellis", "DaskCluster", "Drawing", "Files", "Machine", "Reporting", "Scaling", "CMalloc",
                .product(name: "Logging", package: "swift-log", condition: .when(traits: ["CommandLine"])),
                .product(name: "Yams", package: "Yams", condition: .when(traits: ["CommandLine"])),
                .product(name: "FlyingFox", package: "FlyingFox", condition: .when(traits: ["CommandLine"])),
                .product(
                    name: "ArgumentParser", package: "swift-argument-parser",
                    condition: .when(traits: ["CommandLine"])),
            ]),
        .executableTarget(
            name: "TrellisBenchmark",
            dependencies: ["Trellis", "DaskCluster", "Machine", "Scaling"],
            path: "Benchmarks/TrellisBenchmark"),

        .testTarget(
            name: "LinearAlgebraTests", dependencies: ["LinearAlgebra", "Locking", "Machine"],
            exclude: ["Golden"]),
        .testTarget(name: "VectorLoopsTests", dependencies: ["CVectorLoops"]),
        .testTarget(name: "LearningTests", dependencies: ["Learning"], exclude: ["Golden"]),
        .testTarget(
            name: "StrategiesTests", dependencies: ["Learning", "Strategies"], exclude: ["Golden"]),
        .testTarget(
            name: "TaskGraphTests", dependencies: ["TaskGraph", "TestOperations"], exclude: ["Golden"]),
        .testTarget(
            name: "LocalSchedulingTests", dependencies: ["LocalScheduling", "Machine", "TestOperations"]),
        .testTarget(
            name: "CollectionsTests", dependencies: ["Collections", "LocalScheduling", "TestOperations"]),
        .testTarget(
            name: "ChunkedMatricesTests",
            dependencies: ["ChunkedMatrices", "LinearAlgebra", "LocalScheduling", "TaskGraph"],
            exclude: ["Golden"]),
        .testTarget(
            name: "ChunkedTablesTests",
            dependencies: [
                "ChunkedData", "ChunkedMatrices", "ChunkedTables", "Learning", "LinearAlgebra",
                "LocalScheduling", "ModelSelection", "Tabular", "TaskGraph",
            ],
            exclude: ["Golden"]),
        .testTarget(name: "ScalingTests", dependencies: ["Scaling", "TestOperations"]),
        .testTarget(name: "DaskClusterTests", dependencies: ["DaskCluster", "TestOperations"]),

        // What every scheduler is tested with; and what clusters are, which `make test-cluster` sets up.
        .target(name: "TestOperations", dependencies: ["TaskGraph"], path: "Tests/TestOperations"),
        .target(
            name: "ClusterTestWorker", dependencies: ["TestOperations", "TrellisWorkerInterface"],
            path: "Tests/ClusterTestWorker"),
        .testTarget(
            name: "SchedulerConformanceTests",
            dependencies: ["DaskCluster", "LocalScheduling", "TestOperations"]),
        .testTarget(
            name: "ClusterTests",
            dependencies: ["Collections", "DaskCluster", "LocalScheduling", "TestOperations", "Trellis"]),

        .testTarget(name: "DrawingTests", dependencies: ["Drawing"], exclude: ["Expected"]),
        .testTarget(name: "ReportingTests", dependencies: ["Drawing", "Reporting", "Trellis"]),
        .testTarget(name: "FilesTests", dependencies: ["Files"]),
        .testTarget(
            name: "TabularTests", dependencies: ["CZLib", "Learning", "Tabular"], exclude: ["Golden"]),
        // Runs the built command.
        .testTarget(
            name: "CommandLineTests",
            dependencies: ["ModelSelection", "TaskGraph", "TrellisCommand", "TrellisCommandLine"],
            exclude: ["Expected"]),
        .testTarget(
            name: "TrellisWorkerInterfaceTests",
            dependencies: ["CTrellisWorker", "TestOperations", "TrellisWorkerInterface"]),
        .testTarget(name: "StudiesTests", dependencies: ["Studies", "Trellis"]),
        .testTarget(
            name: "ModelSelectionTests",
            dependencies: ["ChunkedData", "ChunkedMatrices", "Machine", "Trellis"],
            exclude: ["Golden"]),
        // What reads foreign bytes, on inputs made to break it; `make fuzz` goes on under libFuzzer.
        .testTarget(
            name: "FuzzTests", dependencies: ["DaskCluster", "Trellis", "TrellisCommandLine"],
            exclude: ["Corpus"]),
    ],
    swiftLanguageModes: [.v6]
)
