package candor.kernel;

/// A set whose families of loops are compiled when they are first asked for.
final class OnDemandKernels extends Kernels {
  private final WarmUp warmUp;
  private final Part<Reduction> reduction;
  private final Part<Softmax> softmax;
  private final Part<MatrixProduct> product;
  private final Part<Pooling> pooling;
  private final Part<DropoutMask> dropout;
  private final Part<Normalisation> normalisation;
  private final Part<Recurrence> recurrence;
  private final Part<Update> update;

  OnDemandKernels(Kernels fast, Kernels standIn) {
    this(fast, standIn, new WarmUp(), new Exercises());
  }

  private OnDemandKernels(Kernels fast, Kernels standIn, WarmUp warmUp, Exercises exercises) {
    super(fast.name(), new OnDemandElementwise(warmUp, exercises, fast.elementwise(), standIn.elementwise()),
        fast.reduction(), fast.softmax(), fast.product(),
        new OnDemandConvolution(warmUp, exercises, fast.convolution(), standIn.convolution()), fast.pooling(),
        fast.dropout(), fast.normalisation(), fast.recurrence(), fast.update());
    this.warmUp = warmUp;
    product = warmUp.part(fast.product(), standIn.product(), true, exercises.tiles(fast.product()));
    reduction = warmUp.part(fast.reduction(), standIn.reduction(), false, exercises.sums(fast.reduction()));
    softmax = warmUp.part(fast.softmax(), standIn.softmax(), false, exercises.rows(fast.softmax()));
    pooling = warmUp.part(fast.pooling(), standIn.pooling(), false, exercises.windows(fast.pooling()));
    dropout = warmUp.part(fast.dropout(), standIn.dropout(), false, exercises.masks(fast.dropout()));
    normalisation = warmUp.part(fast.normalisation(), standIn.normalisation(), false,
        exercises.columns(fast.normalisation()));
    recurrence = warmUp.part(fast.recurrence(), standIn.recurrence(), false, exercises.cells(fast.recurrence()));
    update = warmUp.part(fast.update(), standIn.update(), false, exercises.updates(fast.update()));
  }

  @Override
  public Reduction reduction() {
    return reduction.get();
  }

  @Override
  public Softmax softmax() {
    return softmax.get();
  }

  @Override
  public MatrixProduct product() {
    return product.get();
  }

  @Override
  public Pooling pooling() {
    return pooling.get();
  }

  @Override
  public DropoutMask dropout() {
    return dropout.get();
  }

  @Override
  public Normalisation normalisation() {
    return normalisation.get();
  }

  @Override
  public Recurrence recurrence() {
    return recurrence.get();
  }

  @Override
  public Update update() {
    return update.get();
  }

  @Override
  public boolean isWarming() {
    return warmUp.isRunning();
  }

  @Override
  public Kernels compiled() {
    warmUp.complete();
    return this;
  }
}
