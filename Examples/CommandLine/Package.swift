// swift-tools-version: 6.2

import PackageDescription

// A command line of its own, with a step of the examples. It is a separate package, because the other examples do without
// the dependencies of the command line.
let package = Package(
    name: "own-command-line",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "examples", path: ".."),
        .package(name: "trellis", path: "../.."),
    ],
    targets: [
        .executableTarget(
            name: "OwnCommandLine",
            dependencies: [
                .product(name: "Winsorizing", package: "examples"),
                .product(name: "Trellis", package: "trellis"),
                .product(name: "TrellisCommandLine", package: "trellis"),
            ])
    ],
    swiftLanguageModes: [.v6]
)
