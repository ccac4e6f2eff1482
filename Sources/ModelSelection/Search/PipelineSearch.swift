import Learning

/// A search for the best pipeline: ``GridSearch`` or ``AdaptiveSearch``.
///
/// The properties of its options are also properties of the search: `search.folds`.
@dynamicMemberLookup
public protocol PipelineSearch: Sendable {
    /// The pipeline to tune.
    var pipeline: Pipeline { get set }

    /// The parameters to vary.
    var grid: ParameterGrid { get set }

    /// How candidates are evaluated.
    var options: SearchOptions { get set }
}

extension PipelineSearch {
    /// Accesses the options.
    public subscript<Value>(dynamicMember option: WritableKeyPath<SearchOptions, Value>) -> Value {
        get { options[keyPath: option] }
        set { options[keyPath: option] = newValue }
    }
}
