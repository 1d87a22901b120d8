"""Writing producers and products of the register."""

from dataclasses import asdict

from demo.loading.world import World
from demo.specs import ProducerSpec, ProductSpec
from producers.services import RepresentativeData, create_producer
from products.models import Group
from products.services import CertificateData, ChannelData, create_product

_WITH_PICTURE = 3
_PRODUCER_FIELDS = (
    "name",
    "legal_form",
    "registration_number",
    "registered_on",
    "tax_code",
    "address",
    "phone",
    "email",
    "active_since",
    "stopped_on",
    "note",
    "is_invented",
)


def register(world: World, spec: ProducerSpec, *, taxonomy: str) -> None:
    """Write a producer with all its products, filed under the groups of a generation of the rules."""
    person = spec.representative
    producer = create_producer(
        actor=world.office,
        unit=world.units[spec.unit],
        representative=RepresentativeData(**asdict(person)) if person else None,
        **{name: getattr(spec, name) for name in _PRODUCER_FIELDS},
    )
    world.specs[spec.key] = spec
    world.producers[spec.key] = producer
    for product in spec.products:
        world.products[product.key] = create_product(
            actor=world.office,
            producer=producer,
            name=product.name,
            group=group_of(world, product, taxonomy),
            description=product.description,
            main_material=product.main_material,
            material_origin=product.material_origin,
            packaging=product.packaging,
            stopped_on=product.stopped_on,
            is_invented=spec.is_invented,
            **_photo_of(world, spec),
            channels=[ChannelData(**asdict(channel)) for channel in product.channels],
            certificates=[CertificateData(**asdict(paper)) for paper in product.certificates],
        )


def _photo_of(world: World, spec: ProducerSpec) -> dict:
    """Draw a picture for some of the invented products; others still lack one, as in life."""
    number = len(world.products)
    if not spec.is_invented or number % _WITH_PICTURE:
        return {}
    return {"photo": world.pictures.picture(spec.industry, number // _WITH_PICTURE)}


def group_of(world: World, product: ProductSpec, taxonomy: str) -> Group:
    """Return the group of a product in a classification; in 148 as deep as products may be put."""
    if taxonomy == "1048":
        return world.groups[taxonomy, product.group_1048]
    group = world.groups[taxonomy, product.group_26]
    while not group.is_assignable and group.parent_id:
        group = next(one for one in world.groups.values() if one.pk == group.parent_id)
    return group
