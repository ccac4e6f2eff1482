// swift-tools-version: 6.2

import PackageDescription

// A package of its own that depends on Trellis as yours would. Outside this repository, in place of the path:
//     .package(url: "https://…/trellis", from: "1.0.0")
let package = Package(
    name: "examples",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "trellis", path: "..")],
    targets: [
        .executableTarget(
            name: "DigitsSearch", dependencies: [.product(name: "Trellis", package: "trellis")]),
        .executableTarget(
            name: "OwnEstimator", dependencies: [.product(name: "Trellis", package: "trellis")]),
    ],
    swiftLanguageModes: [.v6]
)
