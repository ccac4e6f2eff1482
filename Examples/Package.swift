// swift-tools-version: 6.2

import PackageDescription

// A package of its own that depends on Trellis as yours would. Outside this repository, in place of the path:
//     .package(url: "https://…/trellis", from: "0.1.0")
let package = Package(
    name: "examples",
    platforms: [.macOS(.v15)],
    products: [
        // What the workers of a cluster load to know the step of this package.
        .library(name: "OwnWorker", type: .dynamic, targets: ["OwnWorker"]),
        // The step, for the command line in the folder CommandLine.
        .library(name: "Winsorizing", targets: ["Winsorizing"]),
    ],
    dependencies: [.package(name: "trellis", path: "..")],
    targets: [
        .executableTarget(
            name: "DigitsSearch", dependencies: [.product(name: "Trellis", package: "trellis")]),
        .executableTarget(
            name: "OwnEstimator",
            dependencies: ["Winsorizing", .product(name: "Trellis", package: "trellis")]),
        .executableTarget(
            name: "OwnCluster",
            dependencies: [
                "Winsorizing", .product(name: "Trellis", package: "trellis"),
                .product(name: "DaskCluster", package: "trellis"),
            ]),
        .target(name: "Winsorizing", dependencies: [.product(name: "Trellis", package: "trellis")]),
        .target(
            name: "OwnWorker",
            dependencies: [
                "Winsorizing", .product(name: "Trellis", package: "trellis"),
                .product(name: "TrellisWorkerInterface", package: "trellis"),
            ]),
        .executableTarget(
            name: "OwnGraph", dependencies: [.product(name: "Trellis", package: "trellis")]),
        .executableTarget(
            name: "OwnSharing", dependencies: [.product(name: "Trellis", package: "trellis")]),
    ],
    swiftLanguageModes: [.v6]
)
