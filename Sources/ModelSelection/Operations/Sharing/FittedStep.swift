import Learning
import TaskGraph

/// The result of fitting a step: a model, or that of nested values.
enum FittedStep: TaskResultView, Sendable {
    case one(any FittedModel)
    case nested(NestedFit)

    init?(of result: any Sendable) {
        switch result {
        case let nested as NestedFit: self = .nested(nested)
        case let model as any FittedModel: self = .one(model)
        default: return nil
        }
    }

    /// The model, or the largest of nested values; throws if none of them could be fitted.
    var model: any FittedModel {
        get throws {
            switch self {
            case .one(let model): model
            case .nested(let fit): try fit.largest
            }
        }
    }

    /// The model as a transformer; nil if it is none.
    var transformer: (any FittedTransformer)? { get throws { try model as? any FittedTransformer } }
}

extension TaskInputValues {
    /// Returns the number of output columns of a fitted transformer.
    func outputCount(_ field: KeyPath<List, TaskInput<FittedStep>>) throws -> Int {
        guard let transformer = try self[dynamicMember: field].transformer else {
            throw error(at: field, expected: "transformer")
        }
        return transformer.outputCount
    }

    /// Returns a fitted affine transformer.
    func affineTransformer(
        _ field: KeyPath<List, TaskInput<FittedStep>>
    ) throws -> any AffineTransformer {
        guard let transformer = try self[dynamicMember: field].model as? any AffineTransformer else {
            throw error(at: field, expected: "affine transformer")
        }
        return transformer
    }
}
