import Foundation
import Trellis

/// The committed data sets and golden files, found from where this file stands.
enum Fixtures {
    private static let tests = URL(filePath: #filePath).deletingLastPathComponent()

    static func dataSet(_ name: String, target: String, problem: Problem? = nil) throws -> Dataset {
        let root = tests.deletingLastPathComponent().deletingLastPathComponent()
        let path = root.appending(path: "datasets/\(name).csv").path()
        return try Table(csv: path).dataset(target: target, problem: problem)
    }

    static func golden<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
        let file = tests.appending(path: "Golden/\(name).json")
        return try JSONDecoder().decode(type, from: Data(contentsOf: file))
    }

    /// The first `count` digits: small enough to search often.
    static func fewDigits(_ count: Int = 300) throws -> Dataset {
        try dataSet("digits", target: "digit", problem: .classification).rows(at: Array(0..<count))
    }
}
