package io.coopserve.torture;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Does one thing after the other, for tenants of its own and now and then for the one that all share. */
final class Client implements Runnable {
    private static final int TENANTS = 2;
    private static final double OUT_OF_DOUBT = 6; // seconds after which what a dead replica sent has arrived, or never will
    private static final int DELETIONS = 40;

    private final String name;
    private final World world;
    private final Dice dice;
    private final Map<Deed, Integer> appetite;
    private final Map<Deed, Integer> harmless;
    private final DatasetDeeds datasets;
    private final RunDeeds runs;
    private final PromptDeeds prompts;
    private final List<TenantModel> tenants = new ArrayList<>();
    private final List<TenantModel> former = new ArrayList<>();

    Client(String name, World world, Dice dice, Map<Deed, Integer> appetite) {
        this.name = name;
        this.world = world;
        this.dice = dice;
        this.appetite = appetite;
        this.harmless = new EnumMap<>(appetite);
        harmless.keySet().removeIf(deed -> !deed.isHarmless());
        this.datasets = new DatasetDeeds(world, dice);
        this.runs = new RunDeeds(world, dice);
        this.prompts = new PromptDeeds(world, dice);
        for (int i = 0; i < TENANTS; i++) {
            tenants.add(fresh());
        }
    }

    private TenantModel fresh() {
        return new TenantModel("%s-%d".formatted(name, tenants.size() + former.size() + 1), false);
    }

    /** All it ever had. */
    List<TenantModel> tenants() {
        List<TenantModel> all = new ArrayList<>(former);
        all.addAll(tenants);
        return all;
    }

    @Override
    public void run() {
        try {
            while (!world.over().get()) {
                boolean common = dice.chance(15);
                int which = dice.between(0, TENANTS - 1);
                TenantModel tenant = common ? world.shared() : tenants.get(which);
                world.operations().incrementAndGet();
                perform(dice.weighted(common ? harmless : appetite), tenant);
                if (!common
                        && (tenant.isLate() || tenant.isHalfDeleted() || tenant.isEmpty() && !tenant.gone().isEmpty() && dice
                                .chance(50))) {
                    former.add(tenant); // of those that were deleted, some stay so
                    tenants.remove(which);
                    tenants.add(which, fresh());
                }
                Hand.pause(dice.between(20, 150));
            }
        } catch (RuntimeException e) {
            world.losses().add("client %s broke off: %s at %s", name, e, e.getStackTrace()[0]);
        }
    }

    private void perform(Deed deed, TenantModel tenant) {
        switch (deed) {
            case UPLOAD -> datasets.upload(tenant, dice.from(DatasetDeeds.NAMES));
            case REPEAT_UPLOAD -> datasets.repeat(tenant);
            case LOOK_AT_DATASET -> datasets.look(tenant);
            case DELETE_DATASET -> datasets.delete(tenant);
            case RUN -> runs.beginShort(tenant);
            case LONG_RUN -> runs.beginLong(tenant);
            case ENDLESS_RUN -> runs.beginEndless(tenant);
            case STREAM -> runs.stream(tenant);
            case CANCEL -> runs.cancel(tenant);
            case LOOK_AT_RUN -> runs.look(tenant);
            case IMPORT -> prompts.importFile(tenant);
            case MOVE -> prompts.move(tenant);
            case LOOK_AT_POINTER -> prompts.look(tenant);
            case DOWNLOAD -> prompts.download(tenant);
            case CLASSIFY -> prompts.classify(tenant);
            case DELETE_VERSION -> prompts.deleteVersion(tenant);
            case DELETE_PROMPT -> prompts.delete(tenant);
            case DELETE_TENANT -> delete(tenant);
        }
    }

    /** Until it is acknowledged: half of a deletion promises nothing. */
    void delete(TenantModel tenant) {
        while (tenant.secondsSinceDoubt() < OUT_OF_DOUBT) {
            Hand.pause(200);
        }
        tenant.deleting();
        for (int i = 0; i < DELETIONS; i++) {
            Answer answer = datasets.send(tenant, "DELETE", "", Map.of(), Hand.NOTHING);
            if (answer.isGood()) {
                tenant.deleted();
                return;
            }
            if (answer.fate() == Answer.Fate.LATE) {
                return;
            }
            Hand.pause(dice.between(200, 800));
        }
    }

    /** What was left half deleted. */
    void finish() {
        tenants().stream().filter(TenantModel::isHalfDeleted).forEach(this::delete);
    }

    @Override
    public String toString() {
        return name;
    }
}
