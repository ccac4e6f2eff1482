import Learning
import LinearAlgebra
import TaskGraph

/// An operation that is there because of a sharing trait.
protocol SharingOperation: TaskOperation {
    /// What is computed once, and why that is the same, in a few words.
    var reason: String { get }
}

/// An error of a task that served several candidates, told again to the one that it concerns.
struct SharedFailure: Error, CustomStringConvertible {
    /// The error's message.
    let description: String

    /// The error; nil if the task ran in another process.
    private let error: (any Error)?

    init(description: String) {
        self.description = description
        error = nil
    }

    init(_ error: any Error) {
        if let shared = error as? SharedFailure {
            self = shared
        } else {
            description = String(describing: error)
            self.error = error
        }
    }

    /// What to throw on: the error itself, as far as it is known.
    var original: any Error { error ?? self }
}

extension SharedFailure: Equatable {
    /// Whether both have one message.
    static func == (one: SharedFailure, other: SharedFailure) -> Bool { one.description == other.description }
}

/// What a task gave for each of several candidates: a value, or why there is none.
struct Batch<Value: Sendable>: Sendable {
    let entries: [Result<Value, SharedFailure>]

    init(_ entries: [Result<Value, any Error>]) {
        self.entries = entries.map { $0.mapError(SharedFailure.init) }
    }

    init(_ entries: [Result<Value, SharedFailure>]) { self.entries = entries }
}

extension [any Estimator] {
    /// The estimators as values of the first one's type, which is that of all.
    func typed<E: Estimator>(as type: E.Type) -> [E] { compactMap { $0 as? E } }

    /// Writes all of them.
    func encode(into encoder: inout CanonicalEncoder) {
        encoder.beginList(count: count)
        for estimator in self { estimator.encode(into: &encoder) }
    }
}

extension TaskInputs {
    /// The rows of the table that a row set names, mapped by a map if there is one; all finite.
    ///
    /// Inputs `first` and on are features, row set and, maybe, map.
    func projectedRows(at first: Int) throws -> Matrix {
        let features = try value(first, as: Matrix.self)
        let rows = try value(first + 1, as: RowSet.self).indices
        guard indices.contains(first + 2) else { return features.rows(at: rows) }
        return try value(first + 2, as: RowMap.self).images(of: features, at: rows)
    }

    /// The model that an input is, or that a fit of the largest among nested values found.
    func model(_ position: Int) throws -> any FittedModel {
        if let cover = self[position] as? NestedFit { return try cover.largest }
        return try value(position, as: (any FittedModel).self)
    }

    /// The model at a position, which maps rows by an affine map.
    func affineTransformer(_ position: Int) throws -> any AffineTransformer {
        guard let transformer = try model(position) as? any AffineTransformer else {
            throw TaskInputError(position: position, expected: "affine transformer", value: self[position])
        }
        return transformer
    }
}

/// The model of the largest among nested values, and why there is none of those that are larger still.
struct NestedFit: Sendable {
    /// The model; nil if there is none at all.
    let model: (any FittedModel)?

    /// For each larger value, from the largest, why it has no model.
    let refusals: [SharedFailure]

    init(model: (any FittedModel)?, refusals: [SharedFailure]) {
        self.model = model
        self.refusals = refusals
    }

    /// Fits one estimator after the other until one has a model.
    init(_ estimators: [any Estimator], fit: (any Estimator) throws -> any FittedModel) throws {
        var refusals: [SharedFailure] = []
        var model: (any FittedModel)?
        for estimator in estimators where model == nil {
            do {
                model = try fit(estimator)
            } catch let error as CancellationError {
                throw error
            } catch {
                refusals.append(SharedFailure(error))
            }
        }
        self.model = model
        self.refusals = refusals
    }

    /// The model, or why there is none.
    var largest: any FittedModel {
        get throws {
            guard let model else {
                throw refusals.last?.original
                    ?? SharedFailure(description: "none of the nested values has a model")
            }
            return model
        }
    }
}

/// Indices of rows, as a value that tasks read.
struct RowSet: Sendable {
    let indices: [Int]
}
