import Learning

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
