import Learning
import LinearAlgebra
import TaskGraph

/// An operation that exists because of a sharing trait.
protocol SharingOperation: TaskOperation {
    /// A short explanation of what is computed once, and why it can be shared.
    var reason: String { get }
}

/// An error of a task that served several candidates, reported to the candidate that it affects.
struct SharedFailure: Error, CustomStringConvertible {
    /// The error's message.
    let description: String

    /// The original error; nil if the task ran in another process.
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

    /// The error to throw: the original if it is known.
    var original: any Error { error ?? self }
}

extension SharedFailure: Equatable {
    /// Returns whether both have the same message.
    static func == (one: SharedFailure, other: SharedFailure) -> Bool { one.description == other.description }
}

/// A task's results for several candidates: a value or an error for each.
struct Batch<Value: Sendable>: Sendable {
    let entries: [Result<Value, SharedFailure>]

    init(_ entries: [Result<Value, any Error>]) {
        self.entries = entries.map { $0.mapError(SharedFailure.init) }
    }

    init(_ entries: [Result<Value, SharedFailure>]) { self.entries = entries }
}

extension [any Estimator] {
    /// Returns the estimators as values of the first one's type, which is the type of all.
    func typed<E: Estimator>(as type: E.Type) -> [E] { compactMap { $0 as? E } }

    /// Writes all estimators.
    func encode(into encoder: inout CanonicalEncoder) {
        encoder.beginList(count: count)
        for estimator in self { estimator.encode(into: &encoder) }
    }
}

extension TaskInputs {
    /// Returns the rows of the table in a row set, mapped by a map if there is one.
    ///
    /// Throws if one is not finite.
    ///
    /// The inputs, starting at `first`, are features, row set and optionally map.
    func projectedRows(at first: Int) throws -> Matrix {
        let features = try value(first, as: Matrix.self)
        let rows = try value(first + 1, as: RowSet.self).indices
        guard indices.contains(first + 2) else { return features.rows(at: rows) }
        return try value(first + 2, as: RowMap.self).images(of: features, at: rows)
    }

    /// Returns the model at a position, which is an input or the result of a nested fit.
    func model(_ position: Int) throws -> any FittedModel {
        if let cover = self[position] as? NestedFit { return try cover.largest }
        return try value(position, as: (any FittedModel).self)
    }

    /// Returns the affine transformer at a position.
    func affineTransformer(_ position: Int) throws -> any AffineTransformer {
        guard let transformer = try model(position) as? any AffineTransformer else {
            throw TaskInputError(position: position, expected: "affine transformer", value: self[position])
        }
        return transformer
    }
}

/// The largest model among nested values, and the errors of the values that are larger still.
struct NestedFit: Sendable {
    /// The model; nil if no value could be fitted.
    let model: (any FittedModel)?

    /// The errors of the larger values, in decreasing order.
    let refusals: [SharedFailure]

    init(model: (any FittedModel)?, refusals: [SharedFailure]) {
        self.model = model
        self.refusals = refusals
    }

    /// Fits one estimator after the other until one succeeds.
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

    /// Returns the model, or throws if there is none.
    var largest: any FittedModel {
        get throws {
            guard let model else {
                throw refusals.last?.original
                    ?? SharedFailure(description: "none of the nested values could be fitted")
            }
            return model
        }
    }
}

/// Indices of rows in the order in which tasks read them.
struct RowSet: Sendable {
    let indices: [Int]
}
