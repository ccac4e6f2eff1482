import Learning

@testable import Strategies

/// Points and spaces that several tests use.
enum Samples {
    /// Points with numbers from 0 on.
    static func numbered(_ count: Int) -> [SearchSpace.Point] { (0..<count).map { ["number": .int($0)] } }

    /// Spaces of all kinds.
    static func spaces() throws -> [SearchSpace] {
        let words = ["a", "b", "c"].map { ParameterValue.string($0) }
        return [
            try SearchSpace([]),
            try SearchSpace([.init("one", .integers(3, 3)), .init("only", .choices([.null]))]),
            try SearchSpace([.init("c", .choices(words))]),
            try SearchSpace([.init("u", .uniform(-1, 1)), .init("l", .logUniform(1e-300, 1e300))]),
            try SearchSpace([
                .init("i", .integers(.min, .max)), .init("g", .logIntegers(1, .max)),
                .init("c", .choices(words)),
            ]),
            try SearchSpace([
                .init("C", .logUniform(0.001, 1000), when: "model", isOneOf: [words[0]]),
                .init("model", .choices(words)),
                .init("kernel", .choices(words), when: "model", isOneOf: [words[0]]),
                .init("degree", .integers(2, 4), when: "kernel", isOneOf: [words[1], words[2]]),
                .init(
                    "gamma", .uniform(.leastNonzeroMagnitude, 3 * .leastNonzeroMagnitude), when: "kernel",
                    isOneOf: [words[2]]),
                .init("alpha", .logIntegers(1, 50), when: "model", isOneOf: [words[1]]),
            ]),
            try SearchSpace(
                (0..<100).map { number in
                    .init(
                        "\(number)",
                        number % 3 == 0
                            ? .uniform(0, 1) : number % 3 == 1 ? .logIntegers(1, 100) : .choices(words))
                }),
        ]
    }

    /// Whether each entry of a point is a value of its dimension, and the conditions hold.
    static func isValid(_ point: SearchSpace.Point, in space: SearchSpace) -> Bool {
        let names = point.entries.map(\.name)
        guard names == space.dimensions.map(\.name).filter(names.contains) else { return false }
        return space.dimensions.allSatisfy { dimension in
            let exists =
                dimension.condition.map { condition in
                    point[condition.parameter].map(condition.choices.contains) ?? false
                } ?? true
            guard let value = point[dimension.name] else { return !exists }
            guard exists else { return false }
            switch (dimension.distribution, value) {
            case (.uniform(let low, let high), .double(let number)),
                (.logUniform(let low, let high), .double(let number)):
                return low <= number && number <= high
            case (.integers(let low, let high), .int(let number)),
                (.logIntegers(let low, let high), .int(let number)):
                return low <= number && number <= high
            case (.choices(let choices), _): return choices.contains(value)
            default: return false
            }
        }
    }
}
