import Foundation

/// The output of `search --json` as a reader of the contract would declare it: all keys are required.
struct SearchJSON: Decodable {
    struct Data: Decodable {
        let rows: Int
        let features: Int
        let classes: Int?
        let digest: String
    }
    struct Best: Decodable {
        let params: [String: Value]
        let scores: [String: Double]
        let index: Int
    }
    struct Scores: Decodable {
        let mean: Double?
        let std: Double?
        let splits: [Double?]
    }
    struct Candidate: Decodable {
        let params: [String: Value]
        let rank: [String: Int]
        let scores: [String: Scores]
        let trainScores: [String: Scores]
        let fitSeconds: Double
        let fitSecondsAlone: Double
        let scoreSeconds: Double
        let error: String?
        let eliminatedAfter: Int?
    }
    struct Nested: Decodable {
        struct Fold: Decodable {
            let params: [String: Value]
            let innerScores: [String: Double]
            let scores: [String: Double]
        }
        let scores: [String: Scores]
        let folds: [Fold]
    }
    struct Plan: Decodable {
        let candidates: Int
        let folds: Int
        let tasksNaive: Int
        let tasksMerged: Int
    }
    struct Timing: Decodable {
        let load: Double
        let plan: Double
        let run: Double
        let refit: Double
        let total: Double
    }
    struct Scheduler: Decodable {
        let kind: String
        let workers: Int
    }

    /// A parameter's value.
    enum Value: Decodable, Equatable {
        case null, bool(Bool), number(Double), word(String), map([String: Double]), entries([Entry])

        struct Entry: Decodable, Equatable {
            let name: String
            let number: Double
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let value = try? container.decode(Bool.self) {
                self = .bool(value)
            } else if let value = try? container.decode(Double.self) {
                self = .number(value)
            } else if let value = try? container.decode(String.self) {
                self = .word(value)
            } else if let value = try? container.decode([String: Double].self) {
                self = .map(value)
            } else {
                self = .entries(try container.decode([Entry].self))
            }
        }
    }

    let trellis: String
    let data: Data
    let best: Best?
    let nested: Nested?
    let candidates: [Candidate]
    let plan: Plan
    let timing: Timing
    let scheduler: Scheduler
    let peakMemoryBytes: Int

    init(_ text: String) throws {
        self = try JSONDecoder().decode(SearchJSON.self, from: Foundation.Data(text.utf8))
    }

    /// Runs a search that writes JSON, and reads it.
    static func of(_ arguments: [String]) throws -> SearchJSON {
        let folder = try TemporaryFolder()
        let run = try Trellis.run(arguments + ["--json", folder["out.json"]])
        guard run.status == 0 else { throw Failure(errors: run.errors) }
        return try SearchJSON(folder.text("out.json"))
    }

    /// The values of one parameter, by candidate.
    func values(_ name: String) -> [Value?] { candidates.map { $0.params[name] } }

    struct Failure: Error {
        let errors: String
    }
}
