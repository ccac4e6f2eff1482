/// The probabilities of several classes from those of each pair of classes.
///
/// The probabilities minimise the sum over all pairs of `(r_ji p_i - r_ij p_j)²`, where `r_ij` is the probability of
/// class i if the class is i or j. The iteration, its start and its tolerance are libsvm's, also for two classes.
///
/// - T.-F. Wu, C.-J. Lin, R. C. Weng, Probability estimates for multi-class classification by pairwise coupling, JMLR 5,
///   2004: algorithm 2.
struct PairCoupling {
    private let classCount: Int

    /// The pairs of class indices.
    private let pairs: [(Int, Int)]

    /// Whether a pair's probability is 0 or 1, the weights of the classes would be infinite.
    private static let least = 1e-7

    /// The coefficients of the objective: classes × classes.
    private var matrix: [Double]

    /// The products of ``matrix`` with the probabilities.
    private var products: [Double]

    init(classCount: Int) {
        self.classCount = classCount
        pairs = ClassOrder.pairs(of: classCount)
        matrix = [Double](repeating: 0, count: classCount * classCount)
        products = [Double](repeating: 0, count: classCount)
    }

    /// Writes the probabilities of all classes to `target`.
    ///
    /// - Parameter ofPair: Returns the probability of the first class of the pair with an index.
    mutating func couple(into target: UnsafeMutablePointer<Double>, ofPair: (Int) -> Double) {
        setMatrix(ofPair)
        let probabilities = UnsafeMutableBufferPointer(start: target, count: classCount)
        probabilities.initialize(repeating: 1 / Double(classCount))
        for _ in 0..<max(100, classCount) {
            // Computed anew, so that the errors of the updates below do not add up.
            var mean = 0.0
            for row in 0..<classCount {
                products[row] = 0
                for column in 0..<classCount {
                    products[row] += matrix[row * classCount + column] * probabilities[column]
                }
                mean += probabilities[row] * products[row]
            }
            let error = products.reduce(0) { max($0, abs($1 - mean)) }
            if error < 0.005 / Double(classCount) { return }
            for place in 0..<classCount {
                // Solves for one class's probability, and scales all to the sum 1.
                let diagonal = matrix[place * classCount + place]
                let change = (mean - products[place]) / diagonal
                let scale = 1 + change
                probabilities[place] += change
                mean = (mean + change * (change * diagonal + 2 * products[place])) / scale / scale
                for other in 0..<classCount {
                    products[other] =
                        (products[other] + change * matrix[place * classCount + other]) / scale
                    probabilities[other] /= scale
                }
            }
        }
    }

    private mutating func setMatrix(_ ofPair: (Int) -> Double) {
        for place in 0..<classCount { matrix[place * classCount + place] = 0 }
        for (index, (first, second)) in pairs.enumerated() {
            let probability = min(max(ofPair(index), Self.least), 1 - Self.least)
            let complement = 1 - probability
            matrix[first * classCount + first] += complement * complement
            matrix[second * classCount + second] += probability * probability
            matrix[first * classCount + second] = -complement * probability
            matrix[second * classCount + first] = -complement * probability
        }
    }
}
